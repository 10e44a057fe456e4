"""Celery wiring. The broker only nudges; the job row is the truth (docs/decisions/0007)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")
# tianfu.start asks these checks and more before a worker takes anything, and says why in words: once is enough.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("tianfu")
# "Current" is a matter of each thread; without this, a task sent from a thread goes to an unconfigured app.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

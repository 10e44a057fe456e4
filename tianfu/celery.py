"""Celery wiring. The broker only nudges; the job row is the truth (docs/decisions/0007)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")

app = Celery("tianfu")
# "Current" is a matter of each thread; without this, a task sent from a thread goes to an unconfigured app.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

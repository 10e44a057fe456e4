"""Celery wiring. The broker only nudges; the job row is the truth (docs/decisions/0007)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tianfu.settings")

app = Celery("tianfu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

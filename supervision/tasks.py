"""Celery finds the tasks of supervision here: one line for each subject."""

from supervision.directories import tasks as directories
from supervision.draws import tasks as draws

__all__ = ["directories", "draws"]

"""Celery finds the tasks of supervision here: one line for each subject."""

from supervision.directories import tasks as directories
from supervision.draws.work import tasks as draws
from supervision.inspections.work import tasks as inspections
from supervision.lists.risk import tasks as lists

__all__ = ["directories", "draws", "inspections", "lists"]

"""Celery finds the tasks of supervision here: one line for each subject."""

from supervision.directories import tasks as directories

__all__ = ["directories"]

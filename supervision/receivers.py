"""What supervision does when something below it happened: one line for each subject."""

from supervision.directories.objects import receivers as directories
from supervision.inspections import receivers as inspections
from supervision.lists.leads import receivers as lists

__all__ = ["directories", "inspections", "lists"]

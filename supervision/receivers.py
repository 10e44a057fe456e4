"""What supervision does when something below it happened: one line for each subject."""

from supervision.directories import receivers as directories
from supervision.inspections import receivers as inspections

__all__ = ["directories", "inspections"]

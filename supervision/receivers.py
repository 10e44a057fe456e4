"""What supervision does when something below it happened: one line for each subject."""

from supervision.directories import receivers as directories

__all__ = ["directories"]

"""Every model of supervision, so that Django finds them: one line for each subject."""

from supervision.directories import models as directories
from supervision.draws import models as draws
from supervision.inspections import models as inspections
from supervision.lists import models as lists

__all__ = ["directories", "draws", "inspections", "lists"]

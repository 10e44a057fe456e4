"""Objects, inspectors, items, yearly plans, imports. Imports states and rules of the directories."""

from supervision.directories.models.imports import DirectoryImport, ImportRow
from supervision.directories.models.inspectors import Inspector, Leave, Recusal
from supervision.directories.models.items import InspectionItem, InspectionItemChange, ItemEndorsement
from supervision.directories.models.objects import (
    DirectoryComparison,
    InspectionObject,
    ObjectChange,
    ObjectCheck,
)
from supervision.directories.models.plans import PlannedBatch, YearlyPlan, YearlyPlanChange

__all__ = [
    "DirectoryComparison",
    "DirectoryImport",
    "ImportRow",
    "InspectionItem",
    "InspectionItemChange",
    "InspectionObject",
    "Inspector",
    "ItemEndorsement",
    "Leave",
    "ObjectChange",
    "ObjectCheck",
    "PlannedBatch",
    "Recusal",
    "YearlyPlan",
    "YearlyPlanChange",
]

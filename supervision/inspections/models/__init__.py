from supervision.inspections.models.objection import ResultObjection
from supervision.inspections.models.record import FieldRecord, Finding, TaskPhoto
from supervision.inspections.models.task import InspectionTask, InspectionTaskChange, TaskMember

__all__ = [
    "FieldRecord",
    "Finding",
    "InspectionTask",
    "InspectionTaskChange",
    "ResultObjection",
    "TaskMember",
    "TaskPhoto",
]

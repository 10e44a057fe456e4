"""A check: its team, record, objection, rectification, sanction. Imports states and rules of checks."""

from supervision.inspections.models.correction import ResultCorrection
from supervision.inspections.models.member import TaskMember
from supervision.inspections.models.objection import ResultObjection
from supervision.inspections.models.paper import RecordAssent, TaskPaper
from supervision.inspections.models.recheck import Recheck, RecheckPaper
from supervision.inspections.models.record import FieldRecord, Finding, TaskPhoto
from supervision.inspections.models.rectification import RectificationFile, RectificationReport
from supervision.inspections.models.sanction import OperatorAnswer
from supervision.inspections.models.task import InspectionTask, InspectionTaskChange
from supervision.inspections.samples.models import Sample, SampleChange, SampleTest

__all__ = [
    "FieldRecord",
    "Finding",
    "InspectionTask",
    "InspectionTaskChange",
    "OperatorAnswer",
    "Recheck",
    "RecheckPaper",
    "RecordAssent",
    "RectificationFile",
    "RectificationReport",
    "ResultCorrection",
    "ResultObjection",
    "Sample",
    "SampleChange",
    "SampleTest",
    "TaskMember",
    "TaskPaper",
    "TaskPhoto",
]

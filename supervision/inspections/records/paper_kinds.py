"""The paper of a check."""

from supervision.inspections.records.shape import InspectionRecord
from tianfu.papers.kinds import PaperKind, register_papers

RECORD = PaperKind("inspection_record", "检查记录表", InspectionRecord)

register_papers(__name__, (RECORD,))

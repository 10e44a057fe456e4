"""The papers of a check."""

from supervision.inspections.records.recheck_shape import RecheckRecord
from supervision.inspections.records.shape import InspectionRecord
from tianfu.papers.kinds import PaperKind, register_papers

RECORD = PaperKind("inspection_record", "检查记录表", InspectionRecord)
RECHECK = PaperKind("recheck_record", "核实记录表", RecheckRecord)
REINSPECTION = PaperKind("reinspection_record", "整改复查记录表", RecheckRecord)

register_papers(__name__, (RECORD, RECHECK, REINSPECTION))

"""A draw: its plan, the typed values, the result with its picks, what was changed. Imports states and rules of draws."""

from supervision.draws.models.deviation import Deviation
from supervision.draws.models.meeting import DiceMeeting
from supervision.draws.models.plan import DrawEndorsement, DrawPlan, DrawPlanChange
from supervision.draws.models.result import DrawResult, Pick, PickMember
from supervision.draws.models.value_correction import ValueCorrection
from supervision.draws.models.value_entry import ValueEntry

__all__ = [
    "Deviation",
    "DiceMeeting",
    "DrawEndorsement",
    "DrawPlan",
    "DrawPlanChange",
    "DrawResult",
    "Pick",
    "PickMember",
    "ValueCorrection",
    "ValueEntry",
]

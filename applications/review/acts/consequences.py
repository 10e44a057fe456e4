"""What passing a stage sets off that cannot be taken back: said on a page of its own before it is done."""

from typing import Any

from applications.cases.models.application import Application
from applications.cases.stages.stage import stage
from applications.cases.states import STAGES


def final_pass(application: Application, user: Any) -> dict[str, str] | None:
    """What happens, who is told, what becomes public, whether it can be undone, when this person's act passes the stage
    for good; None when it only proposes, or when the case can still be sent back quietly."""
    if application.state not in STAGES or application.state not in application.stage_order:
        return None
    if stage(application.state).second_roles and application.open_endorsement("pass_stage") is None:
        return None
    order = application.stage_order
    onward = order[order.index(application.state) + 1 :]
    passing = stage(application.state).passing(application)
    if passing is None and onward:
        return stage(onward[0]).arriving(application)
    return passing

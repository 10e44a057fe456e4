"""Why somebody may not pass the stage a case stands at, whatever they write: one sentence for the panel and the confirm page.

The door and `reviewing.pass_stage` decide again; this says beforehand, in the same words, what they would refuse.
"""

from typing import Any

from applications.cases.models.application import Application
from applications.cases.rules.independence import independence_problems
from applications.cases.rules.obstacles import screen
from applications.cases.stages.stage import Stage
from applications.review.models import ApplicationEndorsement
from tianfu.accounts.access.separation import made_by_problems


def pass_bar(
    application: Application,
    user: Any,
    room: Stage,
    proposal: ApplicationEndorsement | None,
    found: list[str] | None = None,
) -> str:
    """Empty = this person may pass the stage, or propose to. `proposal`: the one that stands on the case, or None;
    `found`: the stage's problems, where the caller has asked for them already."""
    if room.second_roles and proposal is None:
        return _first_bar(application, user, room)
    if proposal is not None and proposal.first_by_id == user.pk:
        return "您已提出意见，须由另一人复核。"
    if proposal is not None and not room.may_second(application, user):
        return "等待复核人复核。"
    problems = (room.problems(application) if found is None else found) + room.objections(application, user, {})
    if proposal is not None:
        problems += made_by_problems(user, proposal.first_by_id) + independence_problems(application, user)
    return problems[0] if problems else ""


def _first_bar(application: Application, user: Any, room: Stage) -> str:
    if not room.may_first(application, user):
        return "等待经办人先提出意见。"
    problems = (
        room.first_problems(application) + screen(application) + room.objections(application, user, {"first": True})
    )
    if room.independent:
        problems += independence_problems(application, user, second=False)
    return problems[0] if problems else ""


def applies(verb: str, application: Application) -> bool:
    """Whether the verb has a meaning at this point of the case: is there a stage to go back to?"""
    return verb != "send_back" or application.stage_order.index(application.state) > 0

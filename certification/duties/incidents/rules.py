"""Who may do what to an incident report: one of the operator acknowledges it, the holder takes it back before."""

from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow.models.aggregate import Rule

BASIS = "incident"


class Incident(Protocol):
    """What the rules ask of a report."""

    pk: Any
    authorization: Any


def _operator(incident: Incident, user: Any) -> bool:
    return operates_on(incident.authorization, user)


def _holder(incident: Incident, user: Any) -> bool:
    return user.can(incident.authorization.enterprise.organisation, "edit")


def _taken_up(incident: Incident) -> list[str]:
    """A proposal rests on it: what the operator has begun is ended by the operator."""
    used = incident.authorization.endorsements.filter(basis=ref(incident), withdrawn_at=None)
    return ["运营机构已依据该报告提出处理，不能撤回；情况有出入的，请向运营机构说明。"] if used.exists() else []


def ref(incident: Incident) -> str:
    """How a proposal names this report as its basis."""
    return f"{BASIS}:{incident.pk}"


RULES: dict[str, Rule] = {
    "acknowledge": Rule("核收事故和质量信息报告", _operator, note_required=True),
    "take_back": Rule("撤回事故和质量信息报告", _holder, problems=_taken_up, note_required=True),
}

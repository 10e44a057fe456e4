"""Who may do what to an incident report: one of the operator acknowledges it, with what follows."""

from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow.models.aggregate import Rule


class Incident(Protocol):
    """What the rules ask of a report."""

    authorization: Any


def _operator(incident: Incident, user: Any) -> bool:
    return operates_on(incident.authorization, user)


RULES: dict[str, Rule] = {"acknowledge": Rule("核收事故和质量信息报告", _operator, note_required=True)}

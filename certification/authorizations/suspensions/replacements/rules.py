"""Who may do what to the duty to bring a new certificate: two people accept one, clocks let it pass or close it."""

from datetime import date
from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import by_two_upon


class Duty(Protocol):
    """What the rules ask of the duty to bring a new certificate."""

    pk: Any
    authorization: Any
    due_on: date
    offered_id: Any


def _operator(replacement: Duty, user: Any) -> bool:
    return operates_on(replacement.authorization, user)


def _nobody(replacement: Duty, user: Any) -> bool:
    return False


def _time_is_not_over(replacement: Duty) -> list[str]:
    """A certificate offered in time waits for the operator; that delay is not the holder's."""
    if replacement.due_on >= clock.today() or replacement.offered_id is not None:
        return ["更换期限未满，或企业已提交新证书待核对。"]
    return []


RULES: dict[str, Rule] = {
    "meet": Rule(
        "更换证书", _operator, objections=by_two_upon("replacement_id", "replace", "更换证书"), note_required=True
    ),
    "pass_over": Rule("逾期未更换", _nobody, problems=_time_is_not_over, by_system=True),
    "close": Rule("无需更换", _nobody, by_system=True),
}

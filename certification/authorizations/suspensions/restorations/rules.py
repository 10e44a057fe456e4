"""Who may do what to the holder's answer: two people of the operator decide, the holder retracts, the system closes."""

from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import by_two_upon


class Answer(Protocol):
    """What the rules ask of a holder's answer."""

    pk: Any
    authorization: Any


def _operator(restoration: Answer, user: Any) -> bool:
    return operates_on(restoration.authorization, user)


def _holder(restoration: Answer, user: Any) -> bool:
    return user.can(restoration.authorization.enterprise.organisation, "edit")


def _nobody(restoration: Answer, user: Any) -> bool:
    return False


RULES: dict[str, Rule] = {
    "grant": Rule("同意恢复", _operator, objections=by_two_upon("restoration_id", "reinstate"), note_required=True),
    "refuse": Rule(
        "不予恢复", _operator, objections=by_two_upon("restoration_id", "refuse_restoration"), note_required=True
    ),
    "retract": Rule("撤回", _holder),
    "close": Rule("不再办理", _nobody, by_system=True),
}

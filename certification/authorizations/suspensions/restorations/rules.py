"""Who may do what to the holder's answer: two people of the operator decide, the holder retracts, the system closes."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from certification.authorizations.rules import operates_on
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.models.endorsement import signed_by_two


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


def _two_people(act: str) -> Callable[[Answer, Any, Mapping[str, Any]], list[str]]:
    def objections(restoration: Answer, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act) or endorsement.restoration_id != restoration.pk:
            return ["该决定须由两人作出：先由一人提出，再由另一人确认。"]
        return []

    return objections


RULES: dict[str, Rule] = {
    "grant": Rule("同意恢复", _operator, objections=_two_people("reinstate"), note_required=True),
    "refuse": Rule("不予恢复", _operator, objections=_two_people("refuse_restoration"), note_required=True),
    "retract": Rule("撤回", _holder),
    "close": Rule("不再办理", _nobody, by_system=True),
}

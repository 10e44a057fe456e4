"""Who may do what to a succession: the holder asks, the successor confirms, two people of the operator decide."""

from collections.abc import Callable, Mapping
from typing import Any

from certification.authorizations.rules import operates_on
from certification.authorizations.standing.open_matters import register_open
from certification.changes.successions.models import Succession
from certification.changes.successions.problems import OPEN_KEY, accept_problems, open_succession
from tianfu.workflow.models.aggregate import Rule, lay_down
from tianfu.workflow.models.endorsement import signed_by_two


def _operator(succession: Succession, user: Any) -> bool:
    return operates_on(succession.authorization, user)


def _holder(succession: Succession, user: Any) -> bool:
    return bool(user.can(succession.holder.organisation, "sign"))


def _successor(succession: Succession, user: Any) -> bool:
    return bool(user.can(succession.successor.organisation, "sign"))


def _nobody(succession: Succession, user: Any) -> bool:
    return False


def _two_people(act: str) -> Callable[[Succession, Any, Mapping[str, Any]], list[str]]:
    def objections(succession: Succession, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act) or endorsement.subject_id != succession.pk:
            return ["该决定须由两人作出：先由一人提出，再由另一人确认。"]
        return [] if endorsement.round == succession.revision else ["提出后情况已有变化，请重新提出。"]

    return objections


RULES: dict[str, Rule] = {
    "confirm": Rule("确认继受", _successor),
    "decline": Rule("不确认继受", _successor, note_required=True),
    "accept": Rule(
        "同意继受", _operator, problems=accept_problems, objections=_two_people("accept"), note_required=True
    ),
    "refuse": Rule("不予继受", _operator, objections=_two_people("refuse"), note_required=True),
    "retract": Rule("撤回继受申请", _holder),
    "close": Rule("不再办理", _nobody, by_system=True),
}
lay_down(Succession, RULES)
register_open(OPEN_KEY, open_succession)

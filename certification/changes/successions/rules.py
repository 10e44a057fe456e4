"""Who may do what to a succession: the holder asks, the successor confirms, two people of the operator decide."""

from typing import Any

from certification.authorizations.rules import operates_on
from certification.authorizations.standing.open_matters import register_open
from certification.changes.successions.models import Succession
from certification.changes.successions.problems import OPEN_KEY, accept_problems, open_succession
from tianfu.workflow.models.aggregate import Rule, lay_down
from tianfu.workflow.signatures.two_people import by_two


def _operator(succession: Succession, user: Any) -> bool:
    return operates_on(succession.authorization, user)


def _holder(succession: Succession, user: Any) -> bool:
    return bool(user.can(succession.holder.organisation, "sign"))


def _successor(succession: Succession, user: Any) -> bool:
    return bool(user.can(succession.successor.organisation, "sign"))


def _nobody(succession: Succession, user: Any) -> bool:
    return False


RULES: dict[str, Rule] = {
    "confirm": Rule("确认继受", _successor),
    "decline": Rule("不确认继受", _successor, note_required=True),
    "accept": Rule("同意继受", _operator, problems=accept_problems, objections=by_two("accept"), note_required=True),
    "refuse": Rule("不予继受", _operator, objections=by_two("refuse"), note_required=True),
    "retract": Rule("撤回继受申请", _holder),
    "close": Rule("不再办理", _nobody, by_system=True),
}
lay_down(Succession, RULES)
register_open(OPEN_KEY, open_succession)

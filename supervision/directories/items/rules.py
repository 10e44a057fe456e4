"""Who may publish or withdraw an item: a planner of the whole province with a second person."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import SYSTEM, Rule
from tianfu.workflow.models.endorsement import signed_by_two


class Item(Protocol):
    """What the rules ask of an item."""

    pk: Any
    revision: int


def keeps_list(user: Any) -> bool:
    """The list is the province's: a planner of one prefecture reads it only."""
    return user.regions_for(Role.SPOTCHECK_MANAGER) is None or Role.PROVINCE_APPROVER in user.roles


def _keeper(item: Item, user: Any) -> bool:
    return keeps_list(user)


def _two_people(act: str) -> Callable[[Item, Any, Mapping[str, Any]], list[str]]:
    def objections(item: Item, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        if actor is SYSTEM:
            return []
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act):
            return ["该事项须由两人办理：先由一人提出，再由另一人确认。"]
        if endorsement.subject_id != item.pk or endorsement.round != item.revision:
            return ["提出后情况已有变化，请重新提出。"]
        return []

    return objections


RULES: dict[str, Rule] = {
    "publish": Rule("公布事项", _keeper, objections=_two_people("publish"), clause="国市监信〔2019〕38号"),
    # The system withdraws the version that a newer one replaces, in the transaction of its publication.
    "withdraw": Rule("停用事项", _keeper, objections=_two_people("withdraw"), note_required=True, by_system=True),
}

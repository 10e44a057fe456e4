"""Who may publish or withdraw an item: a planner of the whole province with a second person."""

from typing import Any, Protocol

from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import by_two


class Item(Protocol):
    """What the rules ask of an item."""

    pk: Any
    revision: int


def keeps_list(user: Any) -> bool:
    """The list is the province's and of no programme: a planner of one prefecture, an approver for one brand read it only."""
    return user.regions_for(Role.SPOTCHECK_MANAGER) is None or user.has_unbound(Role.PROVINCE_APPROVER)


def _keeper(item: Item, user: Any) -> bool:
    return keeps_list(user)


RULES: dict[str, Rule] = {
    "publish": Rule("公布事项", _keeper, objections=by_two("publish", what="公布事项"), clause="国市监信〔2019〕38号"),
    # The system withdraws the version that a newer one replaces, in the transaction of its publication.
    "withdraw": Rule(
        "停用事项",
        _keeper,
        objections=by_two("withdraw", what="停用事项", by_system=True),
        note_required=True,
        by_system=True,
    ),
}

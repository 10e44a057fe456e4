"""Who may enter an enterprise into the blacklist, and take it off: an officer of the province with an approver."""

from typing import Any, Protocol

from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.signatures.two_people import by_two


class Entry(Protocol):
    """What the rules ask of an entry."""

    pk: Any
    revision: int


PROPOSERS = (Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)
# Who reads entries with their facts and letters on the console.
READERS = (
    *PROPOSERS, Role.OPERATOR_OFFICER, Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER, Role.SPOTCHECK_MANAGER,
    Role.AUDITOR,
)  # fmt: skip


def proposes(user: Any) -> bool:
    """May be the first of the two. An entry keeps the firm out of every programme, so it is nobody's who works for one."""
    return any(user.has_unbound(role) for role in PROPOSERS)


def confirms(user: Any) -> bool:
    """May be the second of the two."""
    approves: bool = user.has_unbound(Role.PROVINCE_APPROVER)
    return approves


def _approver(entry: Entry, user: Any) -> bool:
    return confirms(user)


def _proposer(entry: Entry, user: Any) -> bool:
    return proposes(user)


RULES: dict[str, Rule] = {
    "enter": Rule("列入黑名单", _approver, objections=by_two("enter", what="列入黑名单"), note_required=True,
                  clause="川质强省发〔2021〕1号 三（四）"),
    "remove": Rule("移出黑名单", _approver, objections=by_two("remove", what="移出黑名单"), note_required=True),
    "drop": Rule("撤下列入黑名单的提议", _proposer, note_required=True),
}  # fmt: skip

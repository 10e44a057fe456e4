"""Who may enter an enterprise into the blacklist, and take it off: an officer of the province with an approver."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from tianfu.accounts.roles import Role
from tianfu.workflow.models.aggregate import Rule
from tianfu.workflow.models.endorsement import signed_by_two


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
    """May be the first of the two."""
    return bool(user.roles & set(PROPOSERS))


def confirms(user: Any) -> bool:
    """May be the second of the two."""
    return Role.PROVINCE_APPROVER in user.roles


def _approver(entry: Entry, user: Any) -> bool:
    return confirms(user)


def _proposer(entry: Entry, user: Any) -> bool:
    return proposes(user)


def _two_people(act: str) -> Callable[[Entry, Any, Mapping[str, Any]], list[str]]:
    def objections(entry: Entry, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act):
            return ["该事项须由两人办理：先由一人提出，再由另一人确认。"]
        if endorsement.subject_id != entry.pk or endorsement.round != entry.revision:
            return ["提出后情况已有变化，请重新提出。"]
        return []

    return objections


RULES: dict[str, Rule] = {
    "enter": Rule("列入黑名单", _approver, objections=_two_people("enter"), note_required=True,
                  clause="川质强省发〔2021〕1号 三（四）"),
    "remove": Rule("移出黑名单", _approver, objections=_two_people("remove"), note_required=True),
    "drop": Rule("撤下列入黑名单的提议", _proposer, note_required=True),
}  # fmt: skip

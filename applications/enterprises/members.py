"""The members of an enterprise as its page shows them to a manager."""

from dataclasses import dataclass
from typing import Any

from tianfu.accounts.models import Organisation


@dataclass(frozen=True)
class Undecided:
    """What a manager sent about one member and was refused: it stays in his form, with the reason why."""

    member: int
    problem: str
    reason: str
    rights: dict[str, bool]


def members_of(organisation: Organisation, undecided: Undecided | None = None) -> list[Any]:
    """Those who are in or ask to be; `boxes`: the rights as ticked, stored or as just sent."""
    members: list[Any] = list(organisation.memberships.exclude(status="ended").select_related("user"))
    for member in members:
        member.boxes = {
            "edit": member.can_edit or member.status == "pending",
            "sign": member.can_sign,
            "manage": member.can_manage,
        }
        if undecided is not None and member.pk == undecided.member:
            member.undecided, member.boxes = undecided, undecided.rights
    return members

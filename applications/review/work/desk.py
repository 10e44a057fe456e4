"""Whose desk a case lies on, as filters for lists: the same roles and regions that the stages themselves name."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from applications.cases.stages.stage import Stage, registered
from tianfu.accounts.access.scope import NOTHING, scope_of
from tianfu.accounts.roles import Role


def held(user: Any, roles: Iterable[Role], *, regional: bool, prefix: str = "") -> Q | None:
    """Cases in the regions and of the programmes for which the person holds one of the roles; None when none is held.

    `prefix` leads from the filtered model to the case, e.g. "subject__".
    """
    return scope_of(user, tuple(roles), regional=regional, prefix=prefix)


def at_room(room: Stage, user: Any, roles: Iterable[Role]) -> Q:
    """Cases at this stage for which the person holds one of these roles."""
    regions = held(user, roles, regional=room.regional)
    return NOTHING if regions is None else Q(state=room.key) & regions


def desk(user: Any) -> Q:
    """Cases at a stage where this person may act, in whichever of the two places, within their prefectures."""
    wanted = NOTHING
    for room in registered().values():
        wanted |= at_room(room, user, (*room.roles, *room.second_roles))
    return wanted


# Who has cases to work on or to read at all.
DESK_ROLES = frozenset(
    {
        Role.PREFECTURE_OFFICER,
        Role.PREFECTURE_APPROVER,
        Role.OPERATOR_OFFICER,
        Role.PROVINCE_OFFICER,
        Role.PROVINCE_APPROVER,
        Role.AUDITOR,
    }
)


def has_desk(user: Any) -> bool:
    return bool(user.roles & DESK_ROLES)


def decides(user: Any) -> bool:
    """Holds a role with which cases are moved, not only read."""
    return bool(user.roles & (DESK_ROLES - {Role.AUDITOR}))

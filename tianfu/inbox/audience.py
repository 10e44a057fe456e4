"""Who is meant: the people of a desk, and the members of an organisation whose mailbox is to ring."""

import logging
from collections.abc import Collection

from django.db.models import Q

from tianfu.accounts.models import Organisation, User
from tianfu.accounts.roles import Role
from tianfu.inbox.message_kind import Audience

log = logging.getLogger(__name__)

_RIGHT = {Audience.EDITORS: "can_edit", Audience.SIGNERS: "can_sign", Audience.MANAGERS: "can_manage"}


def desk(roles: Collection[str], region: str | None = None, programme: str | None = None) -> list[User]:
    """Active people who hold one of the roles, for this region or for the whole province, and for this programme or for
    every one.

    A desk nobody holds must not swallow a message: then the system administrators get it.
    """
    held = Q(role_grants__ended_at=None, role_grants__role__in=[str(role) for role in roles])
    if region is not None:
        held &= Q(role_grants__region=None) | Q(role_grants__region=region)
    if programme is not None:
        held &= Q(role_grants__programme__in=["", programme])
    people = list(User.objects.filter(held, is_active=True).distinct().order_by("pk"))
    if people:
        return people
    if set(roles) <= {Role.SYSTEM_ADMIN}:
        log.error("没有系统管理员，消息无人接收")
        return []
    log.warning("岗位 %s（地区 %s）无人，消息改发系统管理员", sorted(map(str, roles)), region)
    return desk([Role.SYSTEM_ADMIN])


def members(organisation: Organisation, audience: Audience) -> list[User]:
    """Active members with the right that the message needs; when nobody has it, the managers; else everybody."""
    active = User.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__status="active"
    ).order_by("pk")
    for right in (_RIGHT.get(audience), "can_manage"):
        if right is None:
            break
        people = list(
            User.objects.filter(
                is_active=True,
                memberships__organisation=organisation,
                memberships__status="active",
                **{f"memberships__{right}": True},
            ).order_by("pk")
        )
        if people:
            return people
    return list(active)

"""Ending roles, closing and reopening accounts. Each act is told to the audit in its transaction.

Giving takes two administrators (`tianfu.accounts.grants.proposals`); taking away is one person's act.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from tianfu.accounts.access import sessions
from tianfu.accounts.access.lock_order import fresh, lock_people
from tianfu.accounts.grants.effect import follow_grants, grant_facts, tell
from tianfu.accounts.grants.fit import check_administrator, check_identity, needed
from tianfu.accounts.grants.proposals import void_proposals
from tianfu.accounts.grants.sql import FOUNDERS
from tianfu.accounts.models import RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role


def end_role(
    grant: RoleGrant, *, actor: User | None, reason: str, identity: str = "", at: datetime | None = None
) -> RoleGrant:
    """Ends a grant; the row stays as history. Refuses to take away the last system administrator."""
    check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(grant.user, actor)
        if actor is not None and actor.pk == person.pk:
            raise ValidationError("不能终止自己的角色，请由另一位系统管理员办理。", code="self")
        held = _locked_grants(grant)[grant.pk]
        if held.ended_at is not None:
            raise ValidationError("这个角色已经终止，无需重复办理。", code="ended")
        if held.role == Role.SYSTEM_ADMIN:
            _keep_administrators(person, FOUNDERS)
        held.ended_at, held.ended_by, held.end_reason = at or real_now(), actor, needed(reason)
        held.save(update_fields=["ended_at", "ended_by", "end_reason"])
        follow_grants(person)
        if held.role == Role.SYSTEM_ADMIN:
            void_proposals(person, actor=actor, reason="提议人已不是系统管理员")
        tell(actor, person, "role.ended", _facts(held, identity, reason))
    grant.user.is_staff = person.is_staff
    grant.user.forget_access()
    return held


def disable(user: User, *, actor: User | None, reason: str, identity: str = "") -> None:
    """Closes an account: no sign-in, no open session. Roles and memberships stay on record and count for nothing."""
    check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(user, actor)
        if actor is not None and actor.pk == person.pk:
            raise ValidationError("不能停用自己的账号，请由另一位系统管理员办理。", code="self")
        if not person.is_active:
            raise ValidationError("这个账号已经停用。", code="disabled")
        if Role.SYSTEM_ADMIN in person.granted_roles:
            _keep_administrators(person, 1)
        person.is_active = False
        person.save(update_fields=["is_active"])
        ended = sessions.end_sessions(person)
        void_proposals(person, actor=actor, reason="账号已停用")
        tell(actor, person, "account.disabled", {"reason": needed(reason), "sessions_ended": ended})
    user.is_active = False
    user.forget_access()


def enable(user: User, *, actor: User | None, reason: str, identity: str = "") -> None:
    """Reopens a closed account with the roles and memberships it still has."""
    check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(user, actor)
        if person.is_active:
            raise ValidationError("这个账号没有停用。", code="active")
        person.is_active = True
        person.save(update_fields=["is_active"])
        tell(actor, person, "account.enabled", {"reason": needed(reason)})
    user.is_active = True
    user.forget_access()


def _locked(user: User, actor: User | None) -> User:
    # All changes of one person's access queue here, so two grants cannot each miss the other's role. The actor's row
    # too: of two administrators who end each other's role the second is none any more.
    people = lock_people(user, actor)
    check_administrator(fresh(actor, people))
    return people[user.pk]


def _locked_grants(grant: RoleGrant | None = None) -> dict[int, RoleGrant]:
    """`grant` and every grant that makes an administrator, locked in the order of their keys."""
    wanted = Q(role=Role.SYSTEM_ADMIN, ended_at=None) | Q(pk=grant.pk if grant is not None else None)
    return {row.pk: row for row in RoleGrant.objects.filter(wanted).select_for_update().order_by("pk")}


def _keep_administrators(person: User, count: int) -> None:
    """Refuses when, without `person`, fewer than `count` administrators could act."""
    # Locking all grants of the role makes two who take it from different people at once queue.
    holders = {grant.user_id for grant in _locked_grants().values() if grant.role == Role.SYSTEM_ADMIN}
    left = User.objects.filter(pk__in=holders - {person.pk}, is_active=True).count()
    if left == 0:
        raise ValidationError("这是最后一位系统管理员，请先任命另一位。", code="last_administrator")
    if left < count:
        raise ValidationError(
            "终止后只剩一位系统管理员，角色授予须由两位办理，平台将无法再授予角色。请先授予另一位，再办理终止；"
            "情况紧急的，可以先停用账号。",
            code="second_last_administrator",
        )


def _facts(grant: RoleGrant, identity: str, reason: str) -> dict[str, object]:
    return grant_facts(grant) | {"reason": reason.strip(), "identity": identity}

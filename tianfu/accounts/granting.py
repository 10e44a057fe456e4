"""Giving and ending roles, closing and reopening accounts. Each act is told to the audit in its transaction."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from tianfu.accounts import sessions, stepup
from tianfu.accounts.lock_order import fresh, lock_people
from tianfu.accounts.models import Region, RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import REGION_OPTIONAL, REGION_REQUIRED, SEPARATED_KINDS, Role, conflicts
from tianfu.accounts.signals import access_changed

CONFIRMED = stepup.WAYS
"""What `stepup.confirm_identity` returns; a person granting access hands it on as `identity`."""


def grant_role(
    user: User,
    role: Role,
    *,
    actor: User | None,
    reason: str,
    region: Region | None = None,
    identity: str = "",
    at: datetime | None = None,
) -> RoleGrant:
    """Gives a role, for a region or (None) the whole province; effective with the person's next request.

    `actor` None is the system (first administrator, demo data). Raises PermissionDenied when the actor is no
    system administrator or has not just confirmed who they are; ValidationError for everything that does not fit.
    """
    _check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(user, actor)
        _check_fit(person, Role(role), region, actor, reason)
        grant = RoleGrant.objects.create(
            user=person, role=role, region=region, granted_by=actor, granted_at=at or real_now(), reason=reason.strip()
        )
        _follow_grants(person)
        _tell(actor, person, "role.granted", _facts(grant, identity))
    user.is_staff = person.is_staff
    user.forget_access()
    return grant


def end_role(
    grant: RoleGrant, *, actor: User | None, reason: str, identity: str = "", at: datetime | None = None
) -> RoleGrant:
    """Ends a grant; the row stays as history. Refuses to take away the last system administrator."""
    _check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(grant.user, actor)
        if actor is not None and actor.pk == person.pk:
            raise ValidationError("不能终止自己的角色，请由另一位系统管理员办理。", code="self")
        held = _locked_grants(grant)[grant.pk]
        if held.ended_at is not None:
            raise ValidationError("这个角色已经终止，无需重复办理。", code="ended")
        if held.role == Role.SYSTEM_ADMIN:
            _keep_one_administrator(person)
        held.ended_at, held.ended_by, held.end_reason = at or real_now(), actor, _needed(reason)
        held.save(update_fields=["ended_at", "ended_by", "end_reason"])
        _follow_grants(person)
        _tell(actor, person, "role.ended", _facts(held, identity, reason))
    grant.user.is_staff = person.is_staff
    grant.user.forget_access()
    return held


def disable(user: User, *, actor: User | None, reason: str, identity: str = "") -> None:
    """Closes an account: no sign-in, no open session. Roles and memberships stay on record and count for nothing."""
    _check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(user, actor)
        if actor is not None and actor.pk == person.pk:
            raise ValidationError("不能停用自己的账号，请由另一位系统管理员办理。", code="self")
        if not person.is_active:
            raise ValidationError("这个账号已经停用。", code="disabled")
        if person.has_role(Role.SYSTEM_ADMIN):
            _keep_one_administrator(person)
        person.is_active = False
        person.save(update_fields=["is_active"])
        ended = sessions.end_sessions(person)
        _tell(actor, person, "account.disabled", {"reason": _needed(reason), "sessions_ended": ended})
    user.is_active = False
    user.forget_access()


def enable(user: User, *, actor: User | None, reason: str, identity: str = "") -> None:
    """Reopens a closed account with the roles and memberships it still has."""
    _check_identity(actor, identity)
    with transaction.atomic():
        person = _locked(user, actor)
        if person.is_active:
            raise ValidationError("这个账号没有停用。", code="active")
        person.is_active = True
        person.save(update_fields=["is_active"])
        _tell(actor, person, "account.enabled", {"reason": _needed(reason)})
    user.is_active = True
    user.forget_access()


def check_administrator(actor: User | None) -> None:
    """Raises PermissionDenied unless the actor is the system or a system administrator."""
    if actor is not None and not actor.has_role(Role.SYSTEM_ADMIN):
        raise PermissionDenied("只有系统管理员可以办理。")


def _check_identity(actor: User | None, identity: str) -> None:
    check_administrator(actor)
    if actor is not None and identity not in CONFIRMED:
        raise PermissionDenied("办理前请再次验证身份。")


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


def _needed(reason: str) -> str:
    if not reason.strip():
        raise ValidationError("请填写理由。", code="reason")
    return reason.strip()


def _check_fit(person: User, role: Role, region: Region | None, actor: User | None, reason: str) -> None:
    _needed(reason)
    if actor is not None and actor.pk == person.pk:
        raise ValidationError("不能给自己授予角色，请由另一位系统管理员办理。", code="self")
    if not person.is_active:
        raise ValidationError("账号已停用，请先恢复账号再授予角色。", code="disabled")
    if role in REGION_REQUIRED and region is None:
        raise ValidationError(f"“{role.label}”须选择负责的市（州）。", code="region_required")
    if region is not None and role not in REGION_REQUIRED | REGION_OPTIONAL:
        raise ValidationError(f"“{role.label}”是全省性岗位，不选择地区。", code="region_refused")
    if clash := conflicts(role, person.roles):
        names = "、".join(f"“{other.label}”" for other in clash)
        raise ValidationError(f"“{role.label}”与已有角色{names}不能由同一人担任，请先终止已有角色。", code="conflict")
    if person.role_grants.active().filter(role=role, region=region).exists():
        raise ValidationError("该用户已经在这个地区担任此角色。", code="held")
    # 回避: who files for an enterprise, or certifies its products, does not decide on applications.
    sides = person.memberships.live().filter(organisation__kind__in=SEPARATED_KINDS).select_related("organisation")
    if side := sides.first():
        kind = side.organisation.get_kind_display()
        raise ValidationError(
            f"该用户是{kind}成员（“{side.organisation}”，{side.get_status_display()}），不能担任监管岗位；"
            "请使用另外的账号，或先结束其成员身份。",
            code=f"{side.organisation.kind}_member",
        )


def _follow_grants(person: User) -> None:
    person.forget_access()
    is_staff = bool(person.roles)
    if person.is_staff != is_staff:
        person.is_staff = is_staff
        person.save(update_fields=["is_staff"])


def _keep_one_administrator(person: User) -> None:
    # Locking all grants of the role makes two who take it from different people at once queue.
    grants = _locked_grants().values()
    holders = {grant.user_id for grant in grants}
    if not User.objects.filter(pk__in=holders - {person.pk}, is_active=True).exists():
        raise ValidationError("这是最后一位系统管理员，请先任命另一位。", code="last_administrator")


def _facts(grant: RoleGrant, identity: str, reason: str = "") -> dict[str, object]:
    return {
        "grant": grant.pk,
        "role": str(grant.role),
        "region": grant.region_id,
        "reason": (reason or grant.reason).strip(),
        "identity": identity,
    }


def _tell(actor: User | None, user: User, action: str, data: dict[str, object]) -> None:
    access_changed.send(sender=User, actor=actor, user=user, action=action, data=data)

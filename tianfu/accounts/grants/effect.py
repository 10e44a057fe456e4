"""A grant written down, and what follows from it for the person."""

from datetime import datetime

from tianfu.accounts.models import Origin, Region, RoleGrant, User
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import access_changed


def write_grant(
    person: User,
    role: Role,
    region: Region | None,
    programme: str = "",
    *,
    first: User | None,
    second: User | None,
    reason: str,
    waiting_hours: int,
    at: datetime,
    data: dict[str, object] | None = None,
) -> RoleGrant:
    """The row, with the signatures of two administrators, or of none for a founder; the caller holds the person's lock
    and has checked everything. The database refuses what does not fit."""
    grant = RoleGrant.objects.create(
        user=person,
        role=role,
        region=region,
        programme=programme,
        origin=Origin.FOUNDING if first is None else Origin.TWO,
        granted_by=first,
        confirmed_by=second,
        granted_at=at,
        waiting_hours=waiting_hours,
        reason=reason.strip(),
    )
    follow_grants(person)
    tell(second, person, "role.granted", grant_facts(grant) | {"waiting_hours": waiting_hours} | (data or {}))
    return grant


def follow_grants(person: User) -> None:
    """`is_staff` follows the roles given, those that do not hold yet included: their holders see why on the console."""
    person.forget_access()
    is_staff = bool(person.granted_roles)
    if person.is_staff != is_staff:
        person.is_staff = is_staff
        person.save(update_fields=["is_staff"])


def grant_facts(grant: RoleGrant) -> dict[str, object]:
    """What the audit keeps of a grant."""
    return {
        "grant": grant.pk,
        "role": str(grant.role),
        "region": grant.region_id,
        "programme": grant.programme,
        "reason": grant.reason,
        "first": grant.granted_by_id,
        "second": grant.confirmed_by_id,
    }


def tell(actor: User | None, user: User, action: str, data: dict[str, object]) -> None:
    """Within the transaction of the change."""
    access_changed.send(sender=User, actor=actor, user=user, action=action, data=data)

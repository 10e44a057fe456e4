"""How people come to act for an organisation, and stop. An organisation with members always has a manager.

Every change locks the people it concerns, then the organisation's row (docs/decisions/0012): two managers leaving at
once cannot both succeed, and nobody gets a role and a membership at the same moment.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tianfu.accounts.access.both_sides import note_refused
from tianfu.accounts.access.lock_order import fresh, lock_organisation, lock_people
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.models import Membership, MembershipStatus, Organisation, OrganisationKind, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.accounts.signals import access_changed

MANAGED = frozenset({OrganisationKind.ENTERPRISE, OrganisationKind.CERTIFICATION_BODY})
"""Kinds that govern their own members and so must keep a manager; offices are kept by system administrators."""

PENDING, ACTIVE, ENDED = MembershipStatus.PENDING, MembershipStatus.ACTIVE, MembershipStatus.ENDED


def may_manage(actor: User | None, organisation: Organisation) -> bool:
    """Managers of it; the system; and, except for enterprises, system administrators."""
    if actor is None or actor.can(organisation, "manage"):
        return True
    return organisation.kind != OrganisationKind.ENTERPRISE and actor.has_role(Role.SYSTEM_ADMIN)


def request_membership(user: User, organisation: Organisation, *, at: datetime | None = None) -> Membership:
    """Asks to be let in; a manager decides. Raises ValidationError when already in or asked, or when holding a role."""
    with _locked(organisation, user):
        _check_may_join(user, organisation)
        membership = Membership.objects.create(user=user, organisation=organisation, requested_at=at or real_now())
        _tell(user, membership, "membership.requested")
    return membership


def add_member(
    organisation: Organisation,
    user: User,
    *,
    actor: User | None,
    edit: bool = False,
    sign: bool = False,
    manage: bool = False,
    at: datetime | None = None,
) -> Membership:
    """Lets a person in without a request: the founder of an enterprise's account, the first manager of a body."""
    with _locked(organisation, user, actor) as people:
        actor_now = fresh(actor, people)
        if not may_manage(actor_now, organisation) and not _founds(organisation, user, actor):
            raise PermissionDenied("只有该组织的管理员可以办理。")
        _check_may_join(user, organisation)
        when = at or real_now()
        membership = Membership.objects.create(
            user=user,
            organisation=organisation,
            status=ACTIVE,
            can_edit=edit,
            can_sign=sign,
            can_manage=manage,
            requested_at=when,
            decided_at=when,
            decided_by=actor,
        )
        _keep_a_manager(organisation)
        _tell(actor, membership, "membership.added")
    user.forget_access()
    return membership


def approve(
    membership: Membership,
    *,
    actor: User | None,
    edit: bool = True,
    sign: bool = False,
    manage: bool = False,
    at: datetime | None = None,
) -> Membership:
    """Lets in a person who asked, with these rights (viewing is always one of them)."""
    with _changing(membership, actor, PENDING) as row:
        _check_sides(row.user, row.organisation)
        row.status, row.decided_by, row.decided_at = ACTIVE, actor, at or real_now()
        row.can_edit, row.can_sign, row.can_manage = edit, sign, manage
        row.save()
        _tell(actor, row, "membership.approved")
    return row


def refuse(membership: Membership, *, actor: User | None, reason: str, at: datetime | None = None) -> Membership:
    if not reason.strip():
        raise ValidationError("请填写不同意的理由，对方会看到。", code="reason")
    with _changing(membership, actor, PENDING) as row:
        row.decided_by, row.decided_at = actor, at or real_now()
        _end(row, actor, reason, at)
        _tell(actor, row, "membership.refused")
    return row


def set_rights(
    membership: Membership,
    *,
    actor: User | None,
    edit: bool,
    sign: bool,
    manage: bool,
    was: Mapping[str, bool] | None = None,
) -> Membership:
    """`was`: the rights the manager's page showed. A right left as shown follows what is stored, so that a page opened
    before another manager's change does not take that change back."""
    with _changing(membership, actor, ACTIVE) as row:
        for right, wanted in (("edit", edit), ("sign", sign), ("manage", manage)):
            if was is None or was.get(right) != wanted:
                if right == "sign" and wanted and not row.can_sign:
                    row.sign_by = actor
                setattr(row, f"can_{right}", wanted)
        row.save(update_fields=["can_edit", "can_sign", "can_manage", "sign_by"])
        _keep_a_manager(row.organisation)
        _tell(actor, row, "membership.rights_set")
    return row


def remove_member(membership: Membership, *, actor: User | None, reason: str, at: datetime | None = None) -> Membership:
    """A manager ends somebody's membership."""
    with _changing(membership, actor, ACTIVE) as row:
        _end(row, actor, reason, at)
        _keep_a_manager(row.organisation)
        _tell(actor, row, "membership.removed")
    return row


def leave(membership: Membership, *, actor: User, at: datetime | None = None) -> Membership:
    """One's own way out, of a membership or of a request. The last manager hands over first."""
    if membership.user_id != actor.pk:
        raise PermissionDenied("只能退出自己所在的组织。")
    with _changing(membership, None, PENDING, ACTIVE) as row:
        _end(row, actor, "本人退出", at)
        _keep_a_manager(row.organisation, leaver=row)
        _tell(actor, row, "membership.left")
    actor.forget_access()
    return row


def hand_over(membership: Membership, to: Membership, *, actor: User) -> Membership:
    """The manager gives the managing right to another active member and keeps the other rights."""
    if membership.organisation_id != to.organisation_id or membership.pk == to.pk:
        raise ValidationError("只能移交给同一组织的另一位成员。", code="other_organisation")
    with _locked(membership.organisation, membership.user_id, to.user_id, actor):
        set_rights(to, actor=actor, edit=to.can_edit, sign=to.can_sign, manage=True)
        set_rights(membership, actor=actor, edit=membership.can_edit, sign=membership.can_sign, manage=False)
    membership.can_manage, to.can_manage = False, True
    return to


def release(organisation: Organisation, *, actor: User | None, reason: str, at: datetime | None = None) -> int:
    """Ends every membership at once, e.g. when the first claim of an enterprise is refused. Returns how many.

    Who may do this is for the caller to check: it is no act of the organisation's own members.
    """
    with _locked(organisation, *organisation.memberships.live().values_list("user_id", flat=True)):
        rows = list(organisation.memberships.live().select_related("user", "organisation"))
        for row in rows:
            _end(row, actor, reason, at)
            _tell(actor, row, "membership.released")
    return len(rows)


@contextmanager
def _locked(organisation: Organisation, *people: User | int | None) -> Iterator[dict[int, User]]:
    with transaction.atomic():
        rows = lock_people(*people)
        lock_organisation(organisation)
        yield rows


@contextmanager
def _changing(membership: Membership, actor: User | None, *states: MembershipStatus) -> Iterator[Membership]:
    """The row, locked and read again; afterwards the caller's copies are brought up to date."""
    with _locked(membership.organisation, membership.user_id, actor) as people:
        if not may_manage(fresh(actor, people), membership.organisation):
            raise PermissionDenied("只有该组织的管理员可以办理。")
        row = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
        if row.status not in states:
            raise ValidationError(f"这一成员关系现为“{row.get_status_display()}”，请刷新页面查看。", code="status")
        yield row
    for name in ("status", "can_edit", "can_sign", "can_manage", "decided_at", "ended_at", "reason"):
        setattr(membership, name, getattr(row, name))
    membership.user.forget_access()


def _end(row: Membership, actor: User | None, reason: str, at: datetime | None) -> None:
    row.status, row.ended_by, row.ended_at, row.reason = ENDED, actor, at or real_now(), reason.strip()
    row.save()


def _founds(organisation: Organisation, user: User, actor: User | None) -> bool:
    # The first person of an enterprise lets themselves in; their claim is checked by an officer (applications).
    alone = not organisation.memberships.live().exists()
    return actor == user and organisation.kind == OrganisationKind.ENTERPRISE and alone


def _check_may_join(user: User, organisation: Organisation) -> None:
    if user.memberships.live().filter(organisation=organisation).exists():
        raise ValidationError("您已经是该组织的成员，或申请正在等待确认。", code="already")
    _check_sides(user, organisation)


def _check_sides(user: User, organisation: Organisation) -> None:
    """Asked when somebody comes in, and again when the request is granted: a role may have come in between."""
    if problems := side_problems(user, organisation):
        note_refused(problems)
        raise ValidationError(problems[0], code="sides")


def _keep_a_manager(organisation: Organisation, leaver: Membership | None = None) -> None:
    if organisation.kind not in MANAGED or (leaver is not None and not leaver.can_manage):
        return
    # Even a lone manager stays: an organisation nobody can let people into is lost to its owner.
    if not organisation.memberships.active().filter(can_manage=True, user__is_active=True).exists():
        raise ValidationError("组织须至少保留一位管理员，请先把管理权移交给另一位成员。", code="last_manager")


def _tell(actor: User | None, row: Membership, action: str) -> None:
    data = {
        "organisation": row.organisation_id,
        "name": row.organisation.name,
        "rights": [right for right in ("edit", "sign", "manage") if getattr(row, f"can_{right}")],
        "reason": row.reason,
    }
    access_changed.send(sender=Membership, actor=actor, user=row.user, action=action, data=data)

"""A role is given by two administrators: one proposes, another one confirms (docs/decisions/0016).

Every act locks the people first: whose role it is, who proposed, who acts; so of two confirmations one finds the
proposal answered, and a right lost a moment ago is lost.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from tianfu.accounts.access.lock_order import fresh, lock_people
from tianfu.accounts.grants.effect import tell, write_grant
from tianfu.accounts.grants.fit import check_administrator, check_fit, check_identity, needed
from tianfu.accounts.grants.invitations import send_invitation
from tianfu.accounts.grants.limits import limits
from tianfu.accounts.grants.seconds import check_second, check_somebody_can
from tianfu.accounts.models import GrantProposal, Outcome, Region, RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role

LAPSED = "期限内没有人复核"


def propose_grant(
    user: User,
    role: Role,
    *,
    actor: User,
    reason: str,
    region: Region | None = None,
    programme: str = "",
    identity: str = "",
    at: datetime | None = None,
) -> GrantProposal:
    """The first of two administrators: a role for a region or (None) the whole province, for one
    programme (its slug) or (empty) for all.

    Raises PermissionDenied when the actor is no system administrator or has not just confirmed who they are;
    ValidationError for everything that does not fit, and when nobody could confirm it.
    """
    check_identity(actor, identity)
    now = at or real_now()
    with transaction.atomic():
        people = lock_people(user, actor)
        check_administrator(fresh(actor, people))
        person = people[user.pk]
        reason = needed(reason)
        if actor.pk == person.pk:
            raise ValidationError("不能给自己授予角色，请由另一位系统管理员办理。", code="self")
        check_fit(person, Role(role), region, programme)
        _clear_the_way(person, role, region, programme, now)
        check_somebody_can(people[actor.pk], person)
        proposal = GrantProposal.objects.create(
            user=person,
            role=role,
            region=region,
            programme=programme,
            reason=reason,
            proposed_by=actor,
            proposed_at=now,
            expires_at=now + timedelta(days=limits().answer_days),
        )
        tell(actor, person, "grant.proposed", _facts(proposal, identity=identity))
    return proposal


def _clear_the_way(person: User, role: Role, region: Region | None, programme: str, now: datetime) -> None:
    same = {"user": person, "role": role, "region": region, "programme": programme}
    for standing in GrantProposal.objects.standing().filter(**same):
        if standing.expires_at > now:
            raise ValidationError(
                f"{standing.proposed_by} 已经提出这项授予，正在等待复核，无需重复提出。", code="proposed"
            )
        _close(standing, Outcome.EXPIRED, None, LAPSED, now)


def lock_proposal(proposal: GrantProposal, actor: User | None) -> GrantProposal:
    """The people, then the proposal, freshly read, locked; `user` and `proposed_by` are the locked people.

    Call it inside a transaction. Raises ValidationError when it is answered already or has lapsed.
    """
    people = lock_people(proposal.user_id, proposal.proposed_by_id, actor)
    check_administrator(fresh(actor, people))
    row = GrantProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    row.user, row.proposed_by = people[row.user_id], people[row.proposed_by_id]
    if row.outcome:
        who = f"{row.closed_by} " if row.closed_by_id else ""
        raise ValidationError(f"{who}已先行办理：{row.get_outcome_display()}。请刷新页面查看。", code="answered")
    return row


def confirm_grant(
    proposal: GrantProposal,
    *,
    actor: User,
    reason: str,
    identity: str = "",
    read: str = "",
    at: datetime | None = None,
) -> RoleGrant:
    """The second of two administrators: the role is given and holds after the waiting time of policy.

    `read`: digest of what the second one's page showed. Raises PermissionDenied and ValidationError as proposing
    does; of two who confirm at once, the later one is told who was faster.
    """
    check_identity(actor, identity)
    now = at or real_now()
    with transaction.atomic():
        row = lock_proposal(proposal, actor)
        _check_open(row, now)
        check_second(row, User.objects.get(pk=actor.pk))
        check_fit(row.user, Role(row.role), row.region, row.programme)
        grant = write_grant(
            row.user,
            Role(row.role),
            row.region,
            row.programme,
            first=row.proposed_by,
            second=actor,
            reason=row.reason,
            waiting_hours=limits().waiting_hours,
            at=now,
            data={"proposal": row.pk, "identity": identity, "read": read, "note": needed(reason)},
        )
        row.grant, row.read = grant, read
        _close(row, Outcome.CONFIRMED, actor, reason, now, identity)
        if not row.user.has_usable_password():
            # The account was made for this role: only now is there something to sign in for.
            send_invitation(row.user, actor=row.proposed_by)
    proposal.user.forget_access()
    return grant


def _check_open(row: GrantProposal, now: datetime) -> None:
    if row.expires_at <= now:
        raise ValidationError("这项提议已超过复核期限，请重新提出。", code="expired")
    if not row.proposed_by.has_role(Role.SYSTEM_ADMIN):
        raise ValidationError("提议人已不是系统管理员，这项提议不能再复核。", code="proposer_left")


def decline_grant(proposal: GrantProposal, *, actor: User, reason: str, identity: str = "") -> GrantProposal:
    """The proposer takes it back, or another administrator does not agree; the row stays with who and why."""
    check_identity(actor, identity)
    with transaction.atomic():
        row = lock_proposal(proposal, actor)
        if actor.pk == row.user_id:
            raise ValidationError("这是授予您本人的角色，请由其他系统管理员办理。", code="self")
        outcome = Outcome.WITHDRAWN if actor.pk == row.proposed_by_id else Outcome.REFUSED
        _close(row, outcome, actor, needed(reason), real_now(), identity)
    return row


def expire_proposals(moment: datetime) -> int:
    """Closes what nobody confirmed in time; running it twice changes nothing. Returns how many."""
    closed = 0
    for proposal in GrantProposal.objects.standing().filter(expires_at__lte=moment).order_by("pk"):
        with transaction.atomic():
            lock_people(proposal.user_id, proposal.proposed_by_id)
            row = GrantProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
            if row.outcome == "":
                _close(row, Outcome.EXPIRED, None, LAPSED, moment)
                closed += 1
    return closed


def void_proposals(person: User, *, actor: User | None, reason: str) -> None:
    """What this person proposed, and what was proposed for them while the account is closed, waits for nobody any more;
    the caller holds the person's lock."""
    standing = GrantProposal.objects.standing().select_for_update(of=("self",), no_key=True).order_by("pk")
    rows = standing.filter(proposed_by=person)
    if not person.is_active:
        rows = rows | standing.filter(user=person)
    for row in rows:
        _close(row, Outcome.VOID, actor, reason, real_now())


def _close(
    row: GrantProposal, outcome: Outcome, actor: User | None, reason: str, now: datetime, identity: str = ""
) -> None:
    row.outcome, row.closed_by, row.closed_at, row.closing_reason = outcome, actor, now, reason.strip()
    row.save(update_fields=["outcome", "closed_by", "closed_at", "closing_reason", "grant", "read"])
    action = f"grant.{outcome.value}"
    tell(actor, row.user, action, _facts(row, identity=identity) | {"reason": row.closing_reason})


def _facts(proposal: GrantProposal, *, identity: str) -> dict[str, object]:
    return {
        "proposal": proposal.pk,
        "role": str(proposal.role),
        "region": proposal.region_id,
        "programme": proposal.programme,
        "reason": proposal.reason,
        "identity": identity,
    }

"""A directed check upon a finding: proposed with its items and its team by one person, opened by another."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.states import ObjectKind
from supervision.inspections.assignment.directed import directed_term, open_directed_check
from supervision.lists.leads.acts import decide_lead
from supervision.lists.leads.rules import decides_on
from supervision.lists.leads.states import LeadOutcome, LeadState
from supervision.lists.models import Lead, LeadEndorsement
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.signatures.first import sign_first
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold_for_second, take_back
from tianfu.workflow.signatures.second import sign_second
from tianfu.workflow.signatures.shown import Shown, refuse_changed

DECIDERS_ONLY = "线索由省级经办人、审批人处理。"


def object_of(lead: Lead) -> InspectionObject | None:
    """The entry of the directory for the authorization that the finding names, while it is listed."""
    if lead.authorization_id is None:
        return None
    return InspectionObject.objects.filter(
        kind=ObjectKind.AUTHORIZATION, authorization=lead.authorization_id, left_on=None
    ).first()


def offered(obj: InspectionObject) -> tuple[list[InspectionItem], list[Inspector]]:
    """What may be inspected of this object, and who can go within the term."""
    today = clock.today()
    items = InspectionItem.objects.published(today).filter(object_kinds__contains=[obj.kind]).order_by("code")
    people = Inspector.objects.available(today, directed_term()).select_related("unit").order_by("-lead", "number")
    return list(items), list(people)


def standing_check(lead: Lead) -> LeadEndorsement | None:
    """The proposed check that waits for its second person."""
    if lead.state != LeadState.FILED:
        return None
    return lead.endorsements.standing().filter(round=lead.revision).select_related("first_by").first()


def check_words(proposal: LeadEndorsement) -> dict[str, str]:
    """Items and team as people read them; the lead first."""
    people = {row.pk: f"{row.name}（{row.number}）" for row in Inspector.objects.filter(pk__in=proposal.team)}
    items = InspectionItem.objects.filter(pk__in=proposal.items).order_by("code")
    return {
        "items": "；".join(row.name for row in items),
        "team": "、".join(people[pk] for pk in proposal.team if pk in people),
    }


def check_facts(lead: Lead) -> dict[str, Any]:
    """The finding and the proposed check as the second person reads them, for `tianfu.workflow.signatures.shown`."""
    proposal = standing_check(lead)
    facts: dict[str, Any] = {
        "来源": lead.get_source_display(),
        "情况": lead.text,
        "地点": lead.place,
        "照片": lead.photos.count(),
    }
    if proposal is not None:
        facts |= {"提议": f"{proposal.first_by} {proposal.first_note}", **check_words(proposal)}
    return facts


def propose_check(
    lead: Lead, *, user: Any, seen: int, items: Sequence[InspectionItem], team: Sequence[Inspector], reason: str
) -> LeadEndorsement:
    """The first of two people. `team` begins with its lead. Raises NotAllowed, or NotPossible with every reason."""
    with transaction.atomic():
        locked = taken_up(lead, user, seen=seen, may=decides_on, refusal=DECIDERS_ONLY)
        problems = [] if locked.state == LeadState.FILED else ["线索已经处理。"]
        if locked.filed_by_id == user.pk:
            problems.append("线索由您提交，须由另一位经办人处理。")
        if object_of(locked) is None:
            problems.append("线索没有指明在检查对象名录中的授权，不能定向检查。")
        if not items:
            problems.append("请选择检查事项。")
        if not reason.strip():
            problems.append("请写明检查的缘由。")
        if problems:
            raise NotPossible(problems)
        row: LeadEndorsement = sign_first(
            LeadEndorsement,
            locked,
            LeadOutcome.CHECK,
            user=user,
            note=reason,
            items=[one.pk for one in items],
            team=[one.pk for one in team],
        )
        record("lead.propose_check", actor=user, subject=locked, reason=reason)
    return row


def confirm_check(proposal: LeadEndorsement, *, user: Any, seen: int, shown: Shown, note: str = "") -> Lead:
    """The second person: the check is opened and the finding decided in one transaction."""
    with transaction.atomic():
        locked = taken_up(proposal.subject, user, seen=seen, may=decides_on, refusal=DECIDERS_ONLY)
        fresh = hold_for_second(proposal, locked, user)
        refuse_changed(shown, check_facts(locked))
        obj = object_of(locked)
        if obj is None:
            raise NotPossible(["该授权已不在检查对象名录中，请撤下提议。"])
        sign_second(fresh, user, note)
        team = Inspector.objects.in_bulk(fresh.team)
        open_directed_check(
            obj,
            InspectionItem.objects.filter(pk__in=fresh.items),
            [team[pk] for pk in fresh.team if pk in team],
            fresh.first_note,
            fresh.first_by,
            user,
            origin_ref=f"lead:{locked.pk}",
        )
        return decide_lead(
            locked, user=user, seen=seen, outcome=LeadOutcome.CHECK, reason=fresh.first_note, endorsement=fresh
        )


def drop_check(proposal: LeadEndorsement, *, user: Any, reason: str) -> None:
    """Either person takes the proposal back, with a reason; it stays on record."""
    with transaction.atomic():
        locked = lock(proposal.subject)
        if not decides_on(locked, user):
            raise NotAllowed(DECIDERS_ONLY)
        take_back(proposal, locked, user=user, reason=reason, action="lead.drop_check", must_say=True)

"""转请: a finding that an officer passed on to the operator, whose two people suspend or withdraw through certification.

The operator reads the day of the finding and the officer's reason; never who filed it, where, whose eyes found it, or
its photos, by all of which a reporter might be known.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from certification.authorizations.sanctions.answers.acts import (
    check_operator,
    outcomes_and_answers,
    proposal_problems,
    propose_upon,
    refuse_leaving,
    settled_words,
    unanswered,
)
from certification.authorizations.sanctions.bases import Basis, register_basis
from certification.authorizations.states import LIVE
from certification.models import Authorization, AuthorizationEndorsement
from supervision.lists.leads.rules import OVERSEERS
from supervision.lists.leads.states import LeadOutcome, LeadState
from supervision.lists.messages import tell_of_request, tell_officer
from supervision.lists.models import Lead, LeadAnswer, LeadChange
from tianfu.accounts.access.scope import scope_of
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock

KIND = "lead"


def ref(lead: Lead) -> str:
    """How a proposal names this finding as its basis."""
    return f"{KIND}:{lead.pk}"


def requests() -> "QuerySet[Lead]":
    """What officers passed on."""
    return Lead.objects.filter(state=LeadState.DECIDED, outcome=LeadOutcome.SUSPEND)


def requests_of(user: Any, rows: "QuerySet[Any] | None" = None) -> "QuerySet[Any]":
    """Those about marks of the programmes for which the person works for the operator or reads every finding."""
    held = scope_of(user, [Role.OPERATOR_OFFICER, *OVERSEERS], regional=False, prefix="authorization__")
    rows = requests() if rows is None else rows
    return rows.none() if held is None else rows.filter(held)


def to_answer() -> "QuerySet[Any]":
    """Unanswered ones on marks that can still be suspended or withdrawn, with `passed_on`; the oldest first."""
    rows = requests().filter(authorization__state__in=LIVE, authorization__ends_on__gte=clock.today())
    passed = LeadChange.objects.filter(subject=OuterRef("pk"), transition="decide")
    rows = rows.annotate(passed_on=Subquery(passed.values("at")[:1]))
    return unanswered(rows, KIND, LeadAnswer.objects.filter(lead=OuterRef("pk"))).order_by("pk")


def _problems(lead: Lead) -> list[str]:
    """Why nothing may rest on this finding; asked of both signatures."""
    if lead.state == LeadState.DECIDED and lead.outcome == LeadOutcome.SUSPEND:
        return []
    return ["该线索没有转请运营机构处理，不能作为处理的依据。"]


def request_problems(lead: Lead) -> list[str]:
    """Why nothing can be proposed upon this finding; [] while it can."""
    mark = lead.authorization
    return _problems(lead) + (proposal_problems(ref(lead), mark, "该线索") if mark is not None else [])


def request_facts(lead: Lead) -> dict[str, Any]:
    """The request as whoever proposes or confirms reads it; nothing by which the reporter might be known."""
    return {"发现日期": moments.full_day(lead.found_on), "省级经办人转请的理由": lead.reason}


def _mark(lead: Lead) -> Authorization:
    if lead.authorization is None:
        raise NotPossible(["线索没有指明授权，不能转请暂停或撤销。"])
    return lead.authorization


def propose_on_lead(lead: Lead, act: str, **by: Any) -> AuthorizationEndorsement:
    """The first of two people; `by` as `certification.authorizations.sanctions.answers.acts.propose_upon` takes it."""
    return propose_upon(ref(lead), act, request_problems(lead), mark=lead.authorization, **by)


@transaction.atomic
def leave_alone(lead: Lead, *, user: Any, reason: str) -> LeadAnswer:
    """Nothing is proposed, once, with a reason that the officer who passed it on reads."""
    check_operator(user, lead.authorization)
    fresh = lock(lead)
    refuse_leaving(ref(fresh), reason, "该线索")
    try:
        with transaction.atomic():
            row = LeadAnswer.objects.create(
                lead=fresh, reason=reason.strip(), answered_by=user, answered_at=clock.now()
            )
    except IntegrityError as error:
        raise NotPossible(["该线索已登记不提出处理的理由。"]) from error
    record("lead.left_alone", actor=user, subject=fresh, reason=reason)
    tell_officer(fresh, decider(fresh), f"left:{row.pk}", "不提出暂停或撤销", row.reason)
    return row


def outcomes(lead: Lead) -> list[dict[str, Any]]:
    """What became of each proposal and answer, for the page of what they rest on."""
    return outcomes_and_answers(ref(lead), lead.answers.all())


def decider(lead: Lead) -> Any:
    """Who made of the finding what it is; None while nobody has."""
    change = lead.changes.filter(transition="decide").select_related("actor").last()
    return change.actor if change is not None else None


def pass_on(lead: Lead) -> None:
    """To the operator's desk, in the transaction that decides it."""
    if lead.outcome == LeadOutcome.SUSPEND:
        tell_of_request(lead, _mark(lead))


def _basis(key: str) -> Basis | None:
    try:
        lead = Lead.objects.filter(pk=int(key)).first()
    except ValueError:
        return None
    if lead is None:
        return None
    return Basis(
        label=f"省级经办人转请处理的线索 {lead.pk}",
        url=reverse("console:lead_request", args=[lead.pk]),
        authorization=lead.authorization_id,
        barred="您发现或处理过所依据的线索，须由没有参与的另一人确认。",
        told="省级经办人",
        facts=request_facts(lead),
        took_part=frozenset(_took_part(lead)),
        problems=tuple(_problems(lead)),
    )


def _took_part(lead: Lead) -> set[int]:
    """Filed it, decided it, or proposed or dropped a check upon it."""
    people: set[Any] = {lead.filed_by_id, *lead.changes.values_list("actor", flat=True)}
    for row in lead.endorsements.values_list("first_by", "second_by", "withdrawn_by"):
        people |= set(row)
    return people - {None}


def was_settled(endorsement: AuthorizationEndorsement, user: Any) -> None:
    """Confirmed or taken back: the request is answered, and the officer who passed it on hears how."""
    kind, _, key = endorsement.basis.partition(":")
    if kind != KIND:
        return
    lead = Lead.objects.get(pk=key)
    words, reason = settled_words(endorsement)
    LeadAnswer.objects.create(
        lead=lead, endorsement=endorsement, reason=reason, answered_by=user, answered_at=clock.now()
    )
    tell_officer(lead, decider(lead), f"settled:{endorsement.pk}", words, reason)


def register() -> None:
    """Called once, from `ready()`."""
    register_basis(KIND, _basis)

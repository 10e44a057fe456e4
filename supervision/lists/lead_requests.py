"""转请: a finding that an officer passed on to the operator, whose two people suspend or withdraw through certification.

The operator reads the day of the finding and the officer's reason; never who filed it, where, whose eyes found it, or
its photos, by all of which a reporter might be known.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from certification.authorizations.bases import Basis, register_basis
from certification.authorizations.outcomes import outcomes_on, waiting_on
from certification.authorizations.sanctions import possible_acts, propose
from certification.authorizations.states import LIVE, Act
from certification.models import Authorization, AuthorizationEndorsement
from supervision.lists.lead_states import LeadOutcome, LeadState
from supervision.lists.messages import tell_of_request, tell_officer
from supervision.lists.models import Lead, LeadAnswer, LeadChange
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KIND = "lead"
ACTS = (Act.SUSPEND, Act.WITHDRAW)
_OPERATORS_ACT = "对授权的处理由运营机构审核员提出。"


def ref(lead: Lead) -> str:
    """How a proposal names this finding as its basis."""
    return f"{KIND}:{lead.pk}"


def requests() -> "QuerySet[Lead]":
    """What officers passed on."""
    return Lead.objects.filter(state=LeadState.DECIDED, outcome=LeadOutcome.SUSPEND)


def to_answer() -> "QuerySet[Any]":
    """Unanswered ones on marks that can still be suspended or withdrawn, with `passed_on`; the oldest first."""
    rows = requests().filter(authorization__state__in=LIVE, authorization__ends_on__gte=clock.today())
    waiting = AuthorizationEndorsement.objects.standing().filter(
        basis=OuterRef("as_basis"), round=F("subject__revision")
    )
    passed = LeadChange.objects.filter(subject=OuterRef("pk"), transition="decide")
    rows = rows.annotate(
        as_basis=Concat(Value(f"{KIND}:"), Cast("pk", CharField())), passed_on=Subquery(passed.values("at")[:1])
    )
    return rows.filter(~Exists(LeadAnswer.objects.filter(lead=OuterRef("pk"))), ~Exists(waiting)).order_by("pk")


def _problems(lead: Lead) -> list[str]:
    """Why nothing may rest on this finding; asked of both signatures."""
    if lead.state == LeadState.DECIDED and lead.outcome == LeadOutcome.SUSPEND:
        return []
    return ["该线索没有转请运营机构处理，不能作为处理的依据。"]


def request_problems(lead: Lead) -> list[str]:
    """Why nothing can be proposed upon this finding; [] while it can."""
    problems, mark = _problems(lead), lead.authorization
    if mark is not None and not set(possible_acts(mark)) & set(ACTS):
        problems.append(f"授权当前为“{mark.effective_on(clock.today()).label}”，不能再提出暂停或撤销。")
    waiting = waiting_on(ref(lead))
    if waiting is not None:
        problems.append(f"{waiting.first_by} 已依据该线索提出“{waiting.get_act_display()}”，等待确认，不能重复提出。")
    return problems


def request_facts(lead: Lead) -> dict[str, Any]:
    """The request as whoever proposes or confirms reads it; nothing by which the reporter might be known."""
    return {"发现日期": moments.full_day(lead.found_on), "省级经办人转请的理由": lead.reason}


def _mark(lead: Lead) -> Authorization:
    if lead.authorization is None:
        raise NotPossible(["线索没有指明授权，不能转请暂停或撤销。"])
    return lead.authorization


def propose_upon(
    lead: Lead, act: str, *, user: Any, seen: int, shown: Shown, reason: str, cause: str = ""
) -> AuthorizationEndorsement:
    """The first of two people, upon what the page stamped `shown` said. `seen`: the authorization's revision."""
    check_officer(user, user.has_role(Role.OPERATOR_OFFICER), _OPERATORS_ACT)
    problems = request_problems(lead) if act in ACTS else ["请选择暂停或撤销。"]
    if problems:
        raise NotPossible(problems)
    refuse_changed(shown, request_facts(lead))
    return propose(_mark(lead), act, user=user, seen=seen, reason=reason, cause=cause, basis=ref(lead))


@transaction.atomic
def leave_alone(lead: Lead, *, user: Any, reason: str) -> LeadAnswer:
    """Nothing is proposed, once, with a reason that the officer who passed it on reads."""
    check_officer(user, user.has_role(Role.OPERATOR_OFFICER), _OPERATORS_ACT)
    fresh = lock(lead)
    problems = [] if reason.strip() else ["请写明不提出处理的理由：理由会告知省级经办人。"]
    problems += _problems(fresh)
    if waiting_on(ref(fresh)) is not None:
        problems.append("依据该线索的提议正在等待确认，请先确认或撤下。")
    if problems:
        raise NotPossible(problems)
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
    """What became of the request, oldest first."""
    left = lead.answers.filter(endorsement=None).select_related("answered_by")
    return outcomes_on(ref(lead)) + [{"act": "不提出处理", "answer": row, "state": "left"} for row in left]


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
    act, confirmed = endorsement.get_act_display(), endorsement.second_at is not None
    reason = endorsement.first_note if confirmed else endorsement.withdrawn_note
    LeadAnswer.objects.create(
        lead=lead, endorsement=endorsement, reason=reason, answered_by=user, answered_at=clock.now()
    )
    words = f"“{act}”已由两人决定" if confirmed else f"“{act}”的提议已撤下"
    tell_officer(lead, decider(lead), f"settled:{endorsement.pk}", words, reason)


def register() -> None:
    """Called once, from `ready()`."""
    register_basis(KIND, _basis)

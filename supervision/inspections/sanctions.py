"""From a published result to 暂停 or 撤销: proposed by the operator, decided by its two people through certification.

What a statement of the holder or a hearing will have to say before that decision is asked in `_problems`, which both
signatures go through (`certification.authorizations.bases`).
"""

from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from certification.authorizations.bases import Basis, register_basis
from certification.authorizations.outcomes import outcomes_on, waiting_on
from certification.authorizations.sanctions import possible_acts, propose
from certification.authorizations.states import LIVE, Act
from certification.models import AuthorizationEndorsement
from supervision.inspections.messages import tell_of_sanction, tell_operator
from supervision.inspections.models import InspectionTask, OperatorAnswer
from supervision.inspections.objections import contested, uncontested
from supervision.inspections.published import after_words
from supervision.inspections.rectifications import unreported
from supervision.inspections.states import GRAVE, UNOBJECTED, Occasion
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.officer import check_officer
from tianfu.workflow.signatures.shown import Shown, refuse_changed

KIND = "inspection"
ACTS = (Act.SUSPEND, Act.WITHDRAW)
_OPERATORS_ACT = "对授权的处理由运营机构审核员提出。"


def ref(task: InspectionTask) -> str:
    """How a proposal names this check as its basis."""
    return f"{KIND}:{task.pk}"


def _problems(task: InspectionTask) -> list[str]:
    """Why nothing may rest on this check now; asked of both signatures."""
    if task.published_at is None:
        return ["检查结果尚未公布，不能作为处理的依据。"]
    if task.final_word in UNOBJECTED:
        return [f"检查结果为“{_label(task)}”，不能作为处理的依据。"]
    return contested(task)


def _label(task: InspectionTask) -> str:
    return task.get_corrected_word_display() if task.corrected_word else task.get_word_display()


def sanction_problems(task: InspectionTask) -> list[str]:
    """Why nothing can be proposed from this check; [] while it can."""
    authorization = task.object.authorization
    if authorization is None:
        return ["检查对象不是授权，没有可以暂停或撤销的标识。"]
    problems = _problems(task)
    if not set(possible_acts(authorization)) & set(ACTS):
        label = authorization.effective_on(clock.today()).label
        problems.append(f"授权当前为“{label}”，不能再提出暂停或撤销。")
    waiting = waiting_proposal(task)
    if waiting is not None:
        problems.append(f"{waiting.first_by} 已依据该检查提出“{waiting.get_act_display()}”，等待确认，不能重复提出。")
    return problems


def waiting_proposal(task: InspectionTask) -> AuthorizationEndorsement | None:
    """The proposal from this check that waits for its second person."""
    return waiting_on(ref(task))


def propose_sanction(
    task: InspectionTask, act: str, *, user: Any, seen: int, shown: Shown, reason: str, cause: str = ""
) -> AuthorizationEndorsement:
    """The first of two people, upon what the page stamped `shown` said. `seen`: the authorization's revision."""
    check_officer(user, user.has_role(Role.OPERATOR_OFFICER), _OPERATORS_ACT)
    problems = sanction_problems(task) if act in ACTS else ["请选择暂停或撤销。"]
    if problems or task.object.authorization is None:
        raise NotPossible(problems)
    refuse_changed(shown, result_facts(task))
    return propose(task.object.authorization, act, user=user, seen=seen, reason=reason, cause=cause, basis=ref(task))


@transaction.atomic
def leave_be(task: InspectionTask, *, user: Any, reason: str) -> OperatorAnswer:
    """Nothing is proposed upon this occasion, with a reason that the organisers read."""
    check_officer(user, user.has_role(Role.OPERATOR_OFFICER), _OPERATORS_ACT)
    fresh = lock(task)
    problems = [] if reason.strip() else ["请写明不提出处理的理由：理由会告知抽查组织人。"]
    problems += _problems(fresh)
    if waiting_proposal(fresh) is not None:
        problems.append("依据该检查的提议正在等待确认，请先确认或撤下。")
    if problems:
        raise NotPossible(problems)
    row = OperatorAnswer.objects.create(
        task=fresh, occasion=occasion_of(fresh), reason=reason.strip(), answered_by=user, answered_at=clock.now()
    )
    record("inspectiontask.left_be", actor=user, subject=fresh, reason=reason)
    tell_of_sanction(fresh, f"left:{row.pk}", "不提出暂停或撤销", row.reason)
    return row


def result_facts(task: InspectionTask) -> dict[str, Any]:
    """The check as whoever proposes or confirms reads it."""
    found = task.findings.filter(taken_back_at=None).select_related("item").order_by("pk")
    facts = {
        "检查对象": str(task.object),
        "检查日期": moments.full_day(task.visited_on) if task.visited_on else "",
        "检查结果": _label(task),
        "发现的问题": "；".join(f"{row.item.name}：{row.text.rstrip('。；')}" for row in found) or "无",
    }
    after = after_words(task)
    return facts | ({"整改": after} if after else {})


def opening_words(task: InspectionTask) -> str:
    """A first draft of the reason: facts only, for the officer to complete."""
    facts = result_facts(task)
    words = (
        f"{facts['检查日期']}对该产品的检查（{task}）结果为“{facts['检查结果']}”。发现的问题：{facts['发现的问题']}。"
    )
    return words + (f"{facts['整改']}。" if "整改" in facts else "")


def outcomes(task: InspectionTask) -> list[dict[str, Any]]:
    """What became of each proposal and answer, oldest first, for the page of the check."""
    left = task.operator_answers.filter(endorsement=None).select_related("answered_by")
    return outcomes_on(ref(task)) + [{"act": "不提出处理", "answer": row, "state": "left"} for row in left]


def _with_occasion(rows: QuerySet[InspectionTask]) -> QuerySet[Any]:
    """Each with `occasion`: why the operator is asked now; "" when the result alone does not ask (the button is there
    all the same)."""
    return rows.with_final_word().annotate(  # type: ignore[attr-defined]  # InspectionTaskQuerySet
        occasion=Case(
            When(rectified=False, then=Value(Occasion.FAILED)),
            When(unreported(clock.today()), then=Value(Occasion.OVERDUE)),
            When(final__in=GRAVE, then=Value(Occasion.RESULT)),
            default=Value(""),
            output_field=CharField(),
        )
    )


def occasion_of(task: InspectionTask) -> str:
    return str(_with_occasion(InspectionTask.objects.filter(pk=task.pk)).values_list("occasion", flat=True).get())


def to_sanction() -> QuerySet[InspectionTask]:
    """What asks the operator: results that are grave, not put right in time, or found wrong again; unanswered."""
    rows = InspectionTask.objects.public().filter(
        object__authorization__state__in=LIVE, object__authorization__ends_on__gte=clock.today()
    )
    rows = _with_occasion(rows.filter(uncontested())).exclude(final__in=UNOBJECTED).exclude(occasion="")
    answered = OperatorAnswer.objects.filter(task=OuterRef("pk"), occasion=OuterRef("occasion"))
    name = Concat(Value(f"{KIND}:"), Cast("pk", CharField()))
    waiting = AuthorizationEndorsement.objects.standing().filter(
        basis=OuterRef("as_basis"), round=F("subject__revision")
    )
    rows = rows.annotate(as_basis=name).filter(~Exists(answered), ~Exists(waiting))
    return rows.order_by("published_at", "pk")


def ask_operator(day: Any) -> int:
    """The operator hears once of each occasion."""
    rows = to_sanction().select_related("plan", "pick", "object__authorization")
    told = 0
    for task in rows:
        occasion = Occasion(task.occasion)  # type: ignore[attr-defined]  # annotated
        told += tell_operator(task, str(occasion), occasion.label)
    return told


def _basis(key: str) -> Basis | None:
    try:
        pk = int(key)
    except ValueError:
        return None
    task = InspectionTask.objects.select_related("plan", "pick", "object").filter(pk=pk).first()
    if task is None:
        return None
    return Basis(
        label=f"检查结果：{task}",
        url=reverse("console:inspection", args=[task.pk]),
        authorization=task.object.authorization_id,
        barred="您参加或复核过所依据的检查，须由没有参与检查的另一人确认。",
        told="抽查组织人",
        facts=result_facts(task),
        took_part=frozenset(_took_part(task)),
        problems=tuple(_problems(task)),
    )


def _took_part(task: InspectionTask) -> set[int]:
    """Inspected, concluded, reviewed, opened the check, decided an objection or corrected it."""
    people: set[Any] = set(task.members.values_list("inspector__user", flat=True))
    people |= {task.concluded_by_id, task.reviewed_by_id, task.opened_by_id, task.seconded_by_id}
    people |= set(task.objections.values_list("decided_by", flat=True))
    for pair in task.corrections.values_list("first_by", "second_by"):
        people |= set(pair)
    return people - {None}


def was_settled(endorsement: AuthorizationEndorsement, user: Any) -> None:
    """Confirmed or taken back: the occasion is answered, and the organisers hear how."""
    kind, _, key = endorsement.basis.partition(":")
    if kind != KIND:
        return
    task = InspectionTask.objects.select_related("plan", "pick", "object").get(pk=key)
    act, confirmed = endorsement.get_act_display(), endorsement.second_at is not None
    reason = endorsement.first_note if confirmed else endorsement.withdrawn_note
    OperatorAnswer.objects.create(
        task=task,
        occasion=occasion_of(task),
        endorsement=endorsement,
        reason=reason,
        answered_by=user,
        answered_at=clock.now(),
    )
    words = f"“{act}”已由两人决定" if confirmed else f"“{act}”的提议已撤下"
    tell_of_sanction(task, f"settled:{endorsement.pk}", words, reason)


def register() -> None:
    """Called once, from `ready()`."""
    register_basis(KIND, _basis)

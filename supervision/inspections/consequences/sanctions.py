"""From a published result to 暂停 or 撤销: proposed by the operator, decided by its two people through certification.

What a statement of the holder or a hearing will have to say before that decision is asked in `_problems`, which both
signatures go through (`certification.authorizations.sanctions.bases`).
"""

from typing import Any

from django.db import transaction
from django.db.models import Case, CharField, OuterRef, QuerySet, Value, When
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
from certification.models import AuthorizationEndorsement
from supervision.inspections.consequences.rectifications import unreported
from supervision.inspections.messages import tell_of_sanction, tell_operator
from supervision.inspections.models import InspectionTask, OperatorAnswer
from supervision.inspections.results.objections import contested, uncontested
from supervision.inspections.results.published import after_words
from supervision.inspections.states import GRAVE, UNOBJECTED, Occasion
from tianfu.accounts.access.scope import scope_of
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.door import lock

KIND = "inspection"


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
    return _problems(task) + proposal_problems(ref(task), authorization, "该检查")


def propose_sanction(task: InspectionTask, act: str, **by: Any) -> AuthorizationEndorsement:
    """The first of two people; `by` as `certification.authorizations.sanctions.answers.acts.propose_upon` takes it."""
    return propose_upon(ref(task), act, sanction_problems(task), mark=task.object.authorization, **by)


@transaction.atomic
def leave_be(task: InspectionTask, *, user: Any, reason: str) -> OperatorAnswer:
    """Nothing is proposed upon this occasion, with a reason that the organisers read."""
    check_operator(user, task.object.authorization)
    fresh = lock(task)
    refuse_leaving(ref(fresh), reason, "该检查")
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
    """What became of each proposal and answer, for the page of what they rest on."""
    return outcomes_and_answers(ref(task), task.operator_answers.all())


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
    rows = unanswered(rows, KIND, answered)
    return rows.order_by("published_at", "pk")


def to_sanction_for(user: Any) -> QuerySet[InspectionTask]:
    """Those about marks of the programmes for which this person works for the operator."""
    held = scope_of(user, [Role.OPERATOR_OFFICER], regional=False, prefix="object__authorization__")
    return to_sanction().none() if held is None else to_sanction().filter(held)


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
    words, reason = settled_words(endorsement)
    OperatorAnswer.objects.create(
        task=task,
        occasion=occasion_of(task),
        endorsement=endorsement,
        reason=reason,
        answered_by=user,
        answered_at=clock.now(),
    )
    tell_of_sanction(task, f"settled:{endorsement.pk}", words, reason)


def register() -> None:
    """Called once, from `ready()`."""
    register_basis(KIND, _basis)

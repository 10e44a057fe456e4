"""Tasks are made of picks, in the transaction that assigns them; again and again without a second task."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionItem, InspectionObject
from supervision.draws.algorithm.words import failure as failure_words
from supervision.draws.models import DrawPlan, Pick
from supervision.draws.results.picks import finish
from supervision.draws.states import Outcome
from supervision.inspections.messages import tell_object, tell_of_stop, tell_team
from supervision.inspections.models import InspectionTask, TaskMember
from supervision.inspections.states import BEFORE_REVIEW, Origin, TaskState
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance
from tianfu.workflow.jobs import crash_point, enqueue, handler
from tianfu.workflow.models import Job
from tianfu.workflow.rounds import each

TELL_JOB = "inspections.tell"
BATCH = 1000


def make_tasks(plan: DrawPlan, picks: Sequence[Pick]) -> None:
    """A task for each pick that has none yet. Without a team there is no task: the pick's failure is its outcome (A.8).
    None either where the check of a superseded pick goes on: it serves this one too."""
    have = set(InspectionTask.objects.filter(pick__in=picks).values_list("pick", flat=True))
    fresh = [pick for pick in picks if pick.pk not in have and not pick.outcome and not pick.carried_from_id]
    _write([pick for pick in fresh if not pick.failure], plan)
    for pick in fresh:
        if pick.failure:
            finish(
                pick, Outcome.FAILED, f"未能组成检查组：{failure_words(pick.failure)}。对象仍保留，须以补充方案检查。"
            )
    if fresh:
        # Whoever was told stays told; the job of an earlier part of this draw may have run already.
        enqueue(TELL_JOB, f"{TELL_JOB}:{plan.pk}:{fresh[0].pk}", {"plan": plan.pk})


def _write(picks: Sequence[Pick], plan: DrawPlan) -> None:
    now = clock.now()
    tasks = InspectionTask.objects.bulk_create(
        [
            InspectionTask(
                plan=plan,
                pick=pick,
                object=pick.object,
                since=plan.visits_since or clock.today(),
                due_on=plan.visits_until or clock.today(),
                opened_at=now,
            )
            for pick in picks
        ],
        batch_size=BATCH,
    )
    TaskMember.objects.bulk_create(
        [
            TaskMember(task=task, inspector_id=member.inspector_id, lead=member.lead, joined_at=now)
            for task, pick in zip(tasks, picks, strict=True)
            for member in pick.members.all()
            if member.replaced_at is None
        ],
        batch_size=BATCH,
    )
    through = InspectionTask.items.through
    items = list(plan.items.values_list("pk", flat=True))
    through.objects.bulk_create(
        [through(inspectiontask_id=task.pk, inspectionitem_id=item) for task in tasks for item in items],
        batch_size=BATCH,
    )


@handler(TELL_JOB, label="告知检查任务")
def tell_of_tasks(job: Job) -> None:
    """Inspectors of their tasks, objects of their check; a sealed draw's objects hear nothing."""
    plan = DrawPlan.objects.get(pk=job.payload["plan"])
    waiting = InspectionTask.objects.filter(plan=plan, state=TaskState.ASSIGNED)
    rows = waiting.select_related("plan", "pick", "object").prefetch_related("members__inspector__user").order_by("pk")
    each(TELL_JOB, rows.iterator(chunk_size=BATCH), _tell)
    crash_point("inspections.told")


def _tell(task: InspectionTask) -> bool:
    tell_team(task)
    if task.hidden:
        return False
    advance(task, "notify", actor=SYSTEM, seen=task.revision)
    tell_object(task)
    return True


def notify_revealed(plan: DrawPlan) -> None:
    """The secret is out: what was not visited yet may now be announced."""
    enqueue(TELL_JOB, f"{TELL_JOB}:{plan.pk}:revealed", {"plan": plan.pk})


def exchange(pick: Pick, out: Any, coming: Any) -> None:
    """The team of a task follows the change of the drawn team, and so does who is its lead."""
    task = InspectionTask.objects.filter(pick=pick).first()
    if task is None:
        return
    now = clock.now()
    task.members.filter(inspector=out, replaced_at=None).update(replaced_at=now)
    if coming is not None:
        task.members.get_or_create(inspector=coming, defaults={"joined_at": now})
    leads = set(pick.members.filter(replaced_at=None, lead=True).values_list("inspector", flat=True))
    for member in task.members.filter(replaced_at=None):
        if member.lead != (member.inspector_id in leads):
            member.lead = not member.lead
            member.save(update_fields=["lead"])
    tell_team(task)


def stop_tasks(plan: DrawPlan) -> None:
    """The draw was voided: its checks end where they are; a published result stays, it is a fact."""
    rows = InspectionTask.objects.filter(plan=plan, state__in=(*BEFORE_REVIEW, TaskState.REVIEWED))
    with transaction.atomic():
        for task in rows.select_related("plan", "pick", "object").order_by("pk"):
            stopped = advance(task, "stop", actor=SYSTEM, seen=task.revision, note="抽查已作废。")
            tell_of_stop(stopped, announced=task.state != TaskState.ASSIGNED)


def directed_task(
    obj: InspectionObject, items: Iterable[InspectionItem], team: Sequence[Any], *, due_on: date, **fields: Any
) -> InspectionTask:
    """The rows of a directed check; `team` begins with its lead. The caller has asked every question."""
    now = clock.now()
    task = InspectionTask.objects.create(
        origin=Origin.DIRECTED, object=obj, since=clock.today(), due_on=due_on, opened_at=now, **fields
    )
    task.items.set(items)
    TaskMember.objects.bulk_create(
        [TaskMember(task=task, inspector=person, lead=place == 0, joined_at=now) for place, person in enumerate(team)]
    )
    return task

"""Checks of a draw whose number was corrected: those not begun are called off, those begun go on (docs/decisions/0023).

Begun is a check once its team has written anything down on site. Its findings are facts whoever was drawn, so it goes on to
its end; the object keeps its objection. Where the corrected result draws the same object, that one check serves both.
"""

from django.db.models import QuerySet

from supervision.draws.checks import Checks, register_checks
from supervision.draws.models import DrawPlan, DrawResult
from supervision.inspections.messages import tell_of_keeping, tell_of_stop
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import BEFORE_REVIEW, TaskState
from tianfu.workflow.door import SYSTEM, advance

WHY = "开奖号码录入有误，已更正；本项检查撤回，按更正后的结果重新分派。"
_BEFORE_VISIT = (TaskState.ASSIGNED, TaskState.NOTIFIED)


def _of(plan: DrawPlan) -> QuerySet[InspectionTask]:
    return InspectionTask.objects.filter(plan=plan).exclude(state=TaskState.STOPPED)


def _waiting(plan: DrawPlan) -> QuerySet[InspectionTask]:
    """Nothing was written down: no field record, which the first entry opens, and no sample."""
    return _of(plan).filter(state__in=_BEFORE_VISIT, record=None, samples=None)


def checks_of_plan(plan: DrawPlan, locked: bool) -> Checks:
    """As `supervision.draws.checks` asks."""
    if locked:
        list(_of(plan).select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    waiting = set(_waiting(plan).values_list("pick", flat=True))
    rows = list(_of(plan).values_list("object", "pick", "published_at").order_by("pk"))
    drawn = set(plan.results.filter(superseded_at=None).values_list("picks__object", flat=True))
    return Checks(
        waiting=frozenset(waiting),
        begun={obj: pick for obj, pick, _ in rows if pick not in waiting},
        published=frozenset(obj for obj, _, at in rows if at is not None and obj in drawn),
    )


def withdraw(plan: DrawPlan, result: DrawResult) -> None:
    """`result` counts no more: its waiting checks stop, with the reason; whoever is in a check that goes on is told so."""
    rows = _of(plan).filter(pick__result=result).select_related("plan", "pick", "object").order_by("pk")
    waiting = set(_waiting(plan).values_list("pk", flat=True))
    for task in rows:
        if task.pk in waiting:
            stopped = advance(task, "stop", actor=SYSTEM, seen=task.revision, note=WHY)
            tell_of_stop(stopped, announced=task.state != TaskState.ASSIGNED, why=WHY)
        elif task.state in (*BEFORE_REVIEW, TaskState.REVIEWED):
            tell_of_keeping(task)


def register() -> None:
    """Called once, from `ready()`."""
    register_checks(checks_of_plan)

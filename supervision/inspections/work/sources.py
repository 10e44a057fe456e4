"""What of checks lies on somebody's desk, and what else registers itself: facts, jobs."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from supervision.inspections.assignment import supersession
from supervision.inspections.consequences import sanctions
from supervision.inspections.consequences.rectifications import late, with_report
from supervision.inspections.consequences.sanctions import to_sanction_for
from supervision.inspections.models import InspectionTask, ResultCorrection, ResultObjection
from supervision.inspections.records import usages
from supervision.inspections.results import facts, published
from supervision.inspections.results.objections import upheld_after_publication
from supervision.inspections.samples import sources as samples
from supervision.inspections.states import Occasion, TaskState
from supervision.inspections.work import seconds
from supervision.inspections.work.overseen import overseen
from tianfu.accounts.roles import Role
from tianfu.workflow import clock, work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem

S = TaskState
_ROWS = ("plan", "pick", "object")


def own_tasks(user: Any) -> QuerySet[InspectionTask]:
    """What the team has to do: visit, conclude, look again; the earliest end first."""
    rows = InspectionTask.objects.of_team(user)
    return with_report(rows.filter(state__in=(S.ASSIGNED, S.NOTIFIED, S.VISITED, S.RECTIFYING))).order_by(
        "due_on", "pk"
    )


def to_review(user: Any) -> QuerySet[InspectionTask]:
    """Conclusions of others."""
    rows = overseen(user).filter(state=S.CONCLUDED).exclude(concluded_by=user)
    return rows.exclude(concluded_by__in=user.came_from).order_by("publish_by", "pk")


def to_publish(user: Any) -> QuerySet[InspectionTask]:
    """The term for objections is over, and none is open."""
    rows = (
        overseen(user).filter(state=S.REVIEWED).exclude(objections__in=ResultObjection.objects.filter(decided_at=None))
    )
    rows = rows.exclude(plan__sealed=True, plan__revealed_at=None)
    waited = Q(objection_until=None) | Q(objection_until__lt=clock.today()) | Q(objections__upheld=False)
    return rows.filter(waited).distinct().order_by("publish_by", "pk")


def to_decide(user: Any) -> QuerySet[InspectionTask]:
    """Objections against conclusions and corrections of others."""
    waiting = ResultObjection.objects.filter(decided_at=None)
    rows = overseen(user).filter(Q(state=S.REVIEWED) | Q(published_at__isnull=False), objections__in=waiting)
    rows = rows.exclude(concluded_by=user).exclude(reviewed_by=user).exclude(reviewed_by__in=user.came_from)
    made = ResultCorrection.objects.filter(second_at__isnull=False)
    rows = rows.exclude(pk__in=made.filter(Q(first_by=user) | Q(second_by=user)).values("subject"))
    return rows.distinct().order_by("publish_by", "pk")


def to_correct(user: Any) -> QuerySet[InspectionTask]:
    """An objection against a correction was right: another correction, by two."""
    waiting = ResultCorrection.objects.standing().filter(round=F("subject__revision")).values("subject")
    return overseen(user).filter(upheld_after_publication()).exclude(pk__in=waiting).order_by("corrected_at", "pk")


def not_put_right(user: Any) -> QuerySet[InspectionTask]:
    """Looked at again and still wrong: an organiser decides how it goes on."""
    return overseen(user).filter(state=S.REINSPECTED).order_by("reinspected_on", "pk")


def late_rectifications(user: Any) -> QuerySet[InspectionTask]:
    """Reported or not, nobody has looked again in time."""
    return late(overseen(user))


def reports_to_read(user: Any) -> QuerySet[InspectionTask]:
    """整改报告 that nobody has answered."""
    return with_report(overseen(user).filter(state=S.RECTIFYING)).filter(report__isnull=False).order_by("rectify_by")


def _team_words(task: InspectionTask) -> str:
    if task.state == S.RECTIFYING and task.report is not None:  # type: ignore[attr-defined]  # annotated
        return "整改报告已提交，请审阅。"
    if task.state == S.RECTIFYING and task.again_by is not None:  # type: ignore[attr-defined]  # annotated
        return "整改报告已接受，请复查。"
    if task.state == S.RECTIFYING:
        return "整改期限已到，请复查。" if task.rectify_by <= clock.today() else "整改中，期满后请复查。"  # type: ignore[operator]
    if task.state == S.VISITED:
        return "现场记录已提交，请作出检查结论。"
    return "请在检查期内完成现场检查。"


def _team_due(task: InspectionTask) -> Any:
    if task.state != S.RECTIFYING:
        return task.due_on
    return task.again_by or task.rectify_by  # type: ignore[attr-defined]  # annotated


def _item(task: InspectionTask, what: str, due: Any) -> WorkItem:
    today = clock.today()
    return WorkItem(
        title=f"{task}：{task.object.name}",
        url=reverse("console:inspection", args=[task.pk]),
        what=what,
        since=task.opened_at,
        due=due,
        about=f"inspection:{task.pk}",
        tone="over" if due is not None and due < today else "",
    )


def _rows(found: Callable[[Any], QuerySet[InspectionTask]], words: Callable[[InspectionTask], str], due: Any) -> Any:
    def rows(user: Any, limit: int) -> Sequence[WorkItem]:
        tasks = found(user).select_related(*_ROWS)[:limit]
        return [_item(task, words(task), due(task)) for task in tasks]

    return rows


def _holds(role: Role) -> Callable[[Any], bool]:
    return lambda user: role in user.roles


def register() -> None:
    """Called once, from `ready()`."""
    facts.register()
    usages.register()
    published.register()
    sanctions.register()
    supersession.register()
    seconds.register()
    samples.register()
    table: list[tuple[Any, ...]] = [
        ("own", "我的检查任务", own_tasks, _team_words, _team_due, Role.INSPECTOR, Kind.TODO),
        ("reports", "待审阅的整改报告", reports_to_read, lambda task: "整改报告请审阅，由检查组复查。", _team_due,
         Role.SPOTCHECK_MANAGER, Kind.TODO),
        ("late", "整改逾期", late_rectifications, _late_words, _team_due, Role.SPOTCHECK_MANAGER, Kind.LATE),
        ("sanction", "检查结果的处理", to_sanction_for, _sanction_words, lambda task: None,
         Role.OPERATOR_OFFICER, Kind.TODO),
        ("review", "检查结论的复核", to_review, lambda task: "检查结论请复核或退回。", _publish_due,
         Role.SPOTCHECK_MANAGER, Kind.SECOND),
        ("publish", "检查结果的公布", to_publish, lambda task: "检查结果请公布。", _publish_due,
         Role.SPOTCHECK_MANAGER, Kind.TODO),
        ("objections", "对检查结论的异议", to_decide, lambda task: "被检查对象有异议，请处理。", _publish_due,
         Role.SPOTCHECK_MANAGER, Kind.TODO),
        ("correct", "异议成立待更正", to_correct, lambda task: "对更正后结果的异议成立，请提出更正。", lambda task: None,
         Role.SPOTCHECK_MANAGER, Kind.TODO),
        ("failed", "整改不合格", not_put_right, lambda task: "复查不合格，请处理后办结。", lambda task: None,
         Role.SPOTCHECK_MANAGER, Kind.TODO),
    ]  # fmt: skip
    for key, label, found, words, due, role, kind in table:
        work_items.register(
            Source(
                f"inspections.{key}",
                label,
                kind,
                _rows(found, words, due),
                found,
                url=lambda user: reverse("console:inspections"),
                concerns=_holds(role),
            )
        )


def _late_words(task: InspectionTask) -> str:
    if task.again_by is not None:  # type: ignore[attr-defined]  # annotated
        return "整改报告已接受，复查逾期，请督促检查组。"
    return "整改逾期，没有整改报告，请督促检查组复查。"


def _sanction_words(task: InspectionTask) -> str:
    return f"{Occasion(task.occasion).label}，请提出暂停或撤销，或写明不提出的理由。"  # type: ignore[attr-defined]  # annotated


def _publish_due(task: InspectionTask) -> Any:
    return task.publish_by

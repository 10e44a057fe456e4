"""What desks should know of checks: a result past its term, a rectification past its limit, a report nobody has read."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from supervision.inspections.consequences.rectifications import late, unread_reports
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import TaskState
from tianfu.accounts.roles import Role
from tianfu.text.moments import full_day, full_moment
from tianfu.workflow import clock
from tianfu.workflow.work_items import WorkItem, register_alert

OVERSEERS = frozenset({Role.SPOTCHECK_MANAGER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR})
_STEP = {TaskState.CONCLUDED: "复核", TaskState.REVIEWED: "公布"}


def _oversees(user: Any) -> bool:
    return bool(user.roles & OVERSEERS)


def _rows(user: Any) -> "QuerySet[InspectionTask]":
    return InspectionTask.objects.on_console_for(user).select_related("plan", "pick", "object")


def unpublished(user: Any) -> "QuerySet[InspectionTask]":
    """Concluded, and not public after the last day of publication."""
    waiting = (TaskState.CONCLUDED, TaskState.REVIEWED)
    return _rows(user).filter(state__in=waiting, publish_by__lt=clock.today()).order_by("publish_by", "pk")


def not_put_right(user: Any) -> "QuerySet[InspectionTask]":
    """The limit is over without a report that stands, or the day of the reinspection is, and nobody looked again."""
    return late(_rows(user))


def unread(user: Any) -> "QuerySet[InspectionTask]":
    """Past the limit, and what waits is not the inspected side but its report: nobody has answered it."""
    return unread_reports(_rows(user))


def _item(task: InspectionTask, what: str, due: Any) -> WorkItem:
    return WorkItem(
        title=f"{task}：{task.object.name}",
        url=reverse("console:inspection", args=[task.pk]),
        what=what,
        due=due,
        about=f"inspection:{task.pk}",
        tone="over",
    )


def _unpublished(task: InspectionTask) -> WorkItem:
    step = _STEP[TaskState(task.state)]
    said = "" if task.hidden else "公示页已写明逾期。"
    return _item(task, f"结果应在{full_day(task.publish_by)}前公布，请尽快{step}。{said}", task.publish_by)  # type: ignore[arg-type]


def _not_put_right(task: InspectionTask) -> WorkItem:
    due: Any = task.again_by or task.rectify_by  # type: ignore[attr-defined]  # annotated
    name = "复查期限" if task.again_by else "整改期限"  # type: ignore[attr-defined]
    return _item(task, f"{name}为{full_day(due)}，已过而没有复查，请督促检查组复查。", due)


def _unread(task: InspectionTask) -> WorkItem:
    due, filed = full_day(task.rectify_by), full_moment(task.report_at)  # type: ignore[arg-type, attr-defined]  # annotated
    what = f"整改报告于{filed}提交，尚未审阅；整改期限{due}已过，被检查单位不算逾期。请检查组或抽查组织人审阅。"
    return _item(task, what, task.rectify_by)


def _reads_reports(user: Any) -> bool:
    return _oversees(user) or Role.INSPECTOR in user.roles


def register_alerts() -> None:
    """Called once, from `ready()`."""
    page = "console:inspections"
    register_alert("inspections.unpublished", "逾期未公布的检查结果", unpublished, _unpublished, _oversees, page)
    register_alert("inspections.rectification", "整改逾期未复查", not_put_right, _not_put_right, _oversees, page)
    register_alert("inspections.unread_report", "整改报告未审阅", unread, _unread, _reads_reports, page)

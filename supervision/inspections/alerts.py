"""What desks should know of checks: a result past its term, a rectification past its limit."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from supervision.inspections.models import InspectionTask
from supervision.inspections.rectifications import late
from supervision.inspections.states import TaskState
from tianfu.accounts.roles import Role
from tianfu.text.moments import full_day
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


def register_alerts() -> None:
    """Called once, from `ready()`."""
    page = "console:inspections"
    register_alert("inspections.unpublished", "逾期未公布的检查结果", unpublished, _unpublished, _oversees, page)
    register_alert("inspections.rectification", "整改逾期未复查", not_put_right, _not_put_right, _oversees, page)

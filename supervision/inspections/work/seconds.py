"""What of checks waits for a second person: corrections of a published result, and records of a second look."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from supervision.inspections.models import InspectionTask, Recheck, ResultCorrection
from supervision.inspections.work.overseen import overseen
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem

_ROWS = ("plan", "pick", "object")


def _holds(role: Role, user: Any) -> bool:
    return role in user.roles


def corrections(user: Any) -> QuerySet[ResultCorrection]:
    """Proposed by others on results that this organiser neither made nor reviewed."""
    rows = ResultCorrection.objects.standing().filter(round=F("subject__revision"), subject__in=overseen(user))
    rows = rows.exclude(first_by=user).exclude(first_by__in=user.came_from)
    rows = rows.exclude(subject__reviewed_by=user).exclude(subject__concluded_by=user)
    return rows.order_by("first_at", "pk")


def _correction_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject}：{row.subject.object.name}",
            url=reverse("console:inspection", args=[row.subject_id]),
            what=f"拟将检查结果更正为“{row.get_word_display()}”，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"inspection:{row.subject_id}",
        )
        for row in corrections(user).select_related("first_by", *(f"subject__{name}" for name in _ROWS))[:limit]
    ]


def rechecks(user: Any) -> QuerySet[Recheck]:
    """核实 and 复查 that another of the same team registered."""
    rows = Recheck.objects.to_sign().filter(
        round=F("subject__revision"), subject__in=InspectionTask.objects.of_team(user)
    )
    return rows.exclude(first_by=user).exclude(first_by__in=user.came_from).order_by("first_at", "pk")


def _recheck_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.subject}：{row.subject.object.name}",
            url=reverse("console:inspection", args=[row.subject_id]),
            what=f"{row.get_act_display()}记录已登记，请通读后签名或撤下。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"inspection:{row.subject_id}",
        )
        for row in rechecks(user).select_related("first_by", *(f"subject__{name}" for name in _ROWS))[:limit]
    ]


def register() -> None:
    """Called once, from `sources.register`."""
    table: list[tuple[Any, ...]] = [
        ("corrections", "检查结果的更正", _correction_rows, corrections, Role.SPOTCHECK_MANAGER, ResultCorrection),
        ("rechecks", "核实和复查记录的签名", _recheck_rows, rechecks, Role.INSPECTOR, Recheck),
    ]
    for key, label, rows, found, role, endorsement in table:
        work_items.register(
            Source(
                f"inspections.{key}",
                label,
                Kind.SECOND,
                rows,
                found,
                url=lambda user: reverse("console:inspections"),
                concerns=partial(_holds, role),
                endorsement=endorsement,
            )
        )

"""What of checks waits for a second person: corrections of a published result, and records of a second look."""

from functools import partial
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from supervision.inspections.models import InspectionTask, Recheck, ResultCorrection
from supervision.inspections.work.overseen import overseen
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, WorkItem, rows_source, second_item

_ROWS = ("subject__plan", "subject__pick", "subject__object")


def _holds(role: Role, user: Any) -> bool:
    return role in user.roles


def corrections(user: Any) -> QuerySet[ResultCorrection]:
    """Proposed by others on results that this organiser neither made nor reviewed."""
    rows: QuerySet[ResultCorrection] = ResultCorrection.objects.open_to(user).filter(subject__in=overseen(user))
    rows = rows.exclude(subject__reviewed_by=user).exclude(subject__concluded_by=user)
    return rows.select_related("first_by", *_ROWS)


def rechecks(user: Any) -> QuerySet[Recheck]:
    """核实 and 复查 that another of the same team registered."""
    rows = Recheck.objects.to_sign().filter(
        round=F("subject__revision"), subject__in=InspectionTask.objects.of_team(user)
    )
    rows = rows.exclude(first_by=user).exclude(first_by__in=user.came_from).order_by("first_at", "pk")
    return rows.select_related("first_by", *_ROWS)


def _item(row: ResultCorrection | Recheck, what: str) -> WorkItem:
    return second_item(
        row,
        title=f"{row.subject}：{row.subject.object.name}",
        url=reverse("console:inspection", args=[row.subject_id]),
        what=what,
        about=f"inspection:{row.subject_id}",
    )


SOURCES = (
    rows_source(
        "inspections.corrections",
        "检查结果的更正",
        Kind.SECOND,
        corrections,
        lambda row: _item(row, f"拟将检查结果更正为“{row.get_word_display()}”，请复核。"),
        concerns=partial(_holds, Role.SPOTCHECK_MANAGER),
        page="console:inspections",
        endorsement=ResultCorrection,
    ),
    rows_source(
        "inspections.rechecks",
        "核实和复查记录的签名",
        Kind.SECOND,
        rechecks,
        lambda row: _item(row, f"{row.get_act_display()}记录已登记，请通读后签名或撤下。"),
        concerns=partial(_holds, Role.INSPECTOR),
        page="console:inspections",
        endorsement=Recheck,
    ),
)


def register() -> None:
    """Called once, from `sources.register`."""
    for source in SOURCES:
        work_items.register(source)

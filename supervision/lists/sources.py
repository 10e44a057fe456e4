"""What of the lists waits for a person: entries and removals to confirm."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from supervision.lists.entry_rules import confirms
from supervision.lists.models import BlacklistEndorsement
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def proposals(user: Any) -> "QuerySet[BlacklistEndorsement]":
    """What somebody else proposed and this approver may confirm."""
    rows = BlacklistEndorsement.objects.standing().filter(round=F("subject__revision")).exclude(first_by=user)
    return rows.exclude(first_by__in=user.came_from).order_by("first_at", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"黑名单 · {row.subject.name}",
            url=reverse("console:blacklist_entry", args=[row.subject_id]),
            what=f"拟{row.get_act_display()}黑名单，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"blacklistentry:{row.subject_id}",
        )
        for row in proposals(user).select_related("subject", "first_by")[:limit]
    ]


def register() -> None:
    """Called from `ready()`."""
    work_items.register(
        Source(
            "supervision.blacklist",
            "黑名单的列入和移出",
            Kind.SECOND,
            _rows,
            lambda user: proposals(user).count(),
            lambda user: reverse("console:blacklist"),
            confirms,
            BlacklistEndorsement,
        )
    )

"""What of the directories waits for a person: proposals that want a second, plans that want an approver or a next step."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from supervision.directories.item_rules import keeps_list
from supervision.directories.models import ItemEndorsement
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def proposals(user: Any) -> QuerySet[ItemEndorsement]:
    """Items somebody else wants published or withdrawn."""
    rows = ItemEndorsement.objects.standing().filter(round=F("subject__revision")).exclude(first_by=user)
    return rows.exclude(first_by__in=user.came_from).select_related("subject", "first_by").order_by("first_at", "pk")


def _proposal_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"抽查事项 {row.subject.code}",
            url=reverse("console:inspection_item", args=[row.subject_id]),
            what=f"提出{row.get_act_display()}“{row.subject.name}”，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"inspectionitem:{row.subject_id}",
        )
        for row in proposals(user)[:limit]
    ]


def register() -> None:
    """Called from `ready()`."""
    work_items.register(
        Source(
            "supervision.items",
            "抽查事项的公布和停用",
            Kind.SECOND,
            _proposal_rows,
            lambda user: proposals(user).count(),
            url=lambda user: reverse("console:inspection_items"),
            concerns=keeps_list,
            endorsement=ItemEndorsement,
        )
    )

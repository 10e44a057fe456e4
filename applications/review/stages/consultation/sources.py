"""What waits for a department: questions that it has not answered."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from applications.review.stages.consultation.invited.departments import ANSWERS
from applications.review.stages.consultation.messages import console_path
from applications.review.stages.consultation.models import Consultation
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem, register


def waiting(user: Any) -> "QuerySet[Consultation]":
    """The most urgent first."""
    rows = Consultation.objects.asked_of(user).open().filter(due_on__gte=clock.today())
    related = "department", "application__product_version", "application__enterprise__organisation"
    return rows.select_related(*related).order_by("due_on", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.application.product_version.name} · {row.application.number}",
            url=console_path(row),
            what=f"请代表{row.department}答复征求意见。",
            since=row.asked_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"application:{row.application_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in waiting(user)[:limit]
    ]


register(
    Source(
        key="consultations",
        label="待答复的征求意见",
        kind=Kind.TODO,
        rows=_rows,
        count=waiting,
        url=lambda user: reverse("console:consultations"),
        concerns=lambda user: ANSWERS in user.roles,
        empty="征求本部门意见的申报会按期限先后列在这里。",
    )
)

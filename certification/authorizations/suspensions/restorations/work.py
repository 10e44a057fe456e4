"""Answers of holders that wait for the operator's desk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from certification.authorizations.access import at_desk, operates
from certification.authorizations.suspensions.proposals import without_proposal
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def restorations(user: Any) -> "QuerySet[Restoration]":
    rows = Restoration.objects.filter(state=RestorationState.WAITING).order_by("due_on", "pk")
    return without_proposal(rows.filter(at_desk(user, "authorization__")), "restoration")


def _restoration_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:restoration", args=[row.pk]),
            what=f"持有人提出{row.get_kind_display()}，请核查并提出处理意见。",
            since=row.filed_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in restorations(user).select_related("authorization")[:limit]
    ]


RESTORATIONS = Source(
    "certification.restorations",
    "恢复申请和陈述",
    Kind.TODO,
    _restoration_rows,
    restorations,
    url=lambda user: reverse("console:restorations"),
    concerns=operates,
)

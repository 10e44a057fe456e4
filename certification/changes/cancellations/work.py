"""Marks that are given back, for the operator's desk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from certification.authorizations.access import at_desk, operates
from certification.authorizations.models.authorization import AuthorizationEndorsement
from certification.changes.cancellations.models import CancellationRequest
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def waiting(user: Any) -> "QuerySet[CancellationRequest]":
    """Those on which nobody has proposed anything yet, the most urgent first."""
    standing = AuthorizationEndorsement.objects.standing().filter(
        subject=OuterRef("authorization"), round=F("subject__revision")
    )
    rows = CancellationRequest.objects.waiting().filter(at_desk(user, "authorization__"))
    found: QuerySet[CancellationRequest] = rows.filter(~Exists(standing)).order_by("due_on", "pk")
    return found


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:cancellation", args=[row.pk]),
            what="持有人申请注销授权，请核对后提出注销，由另一人确认。",
            since=row.filed_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in waiting(user).select_related("authorization")[:limit]
    ]


WAITING = Source(
    "certification.cancellations",
    "注销申请",
    Kind.TODO,
    _rows,
    waiting,
    url=lambda user: reverse("console:cancellations"),
    concerns=operates,
)

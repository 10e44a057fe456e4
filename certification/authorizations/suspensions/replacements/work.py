"""New certificates under marks: those to look at, and those the holder has yet to bring."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from certification.authorizations.access import at_desk, operates
from certification.authorizations.suspensions.proposals import without_proposal
from certification.authorizations.suspensions.replacements.models import Replacement
from certification.authorizations.suspensions.replacements.states import ReplacementState
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def replacements(user: Any) -> "QuerySet[Replacement]":
    """Offered ones to look at, and those whose time is over; the rest waits for the holder."""
    offered = Q(offered__isnull=False, state__in=[ReplacementState.OPEN, ReplacementState.OVER])
    rows = Replacement.objects.filter(offered | Q(state=ReplacementState.OVER)).order_by("due_on", "pk")
    return without_proposal(rows.filter(at_desk(user, "authorization__")), "replacement")


def _replacement_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:replacement", args=[row.pk]),
            what="持有人提交了新证书，请核对。" if row.offered_id else "逾期未更换证书，请提出处理意见。",
            since=row.offered_at or row.opened_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in replacements(user).select_related("authorization")[:limit]
    ]


def asked(user: Any) -> "QuerySet[Replacement]":
    """A work item from the first day."""
    rows = Replacement.objects.filter(state=ReplacementState.OPEN, offered=None)
    return rows.filter(at_desk(user, "authorization__")).order_by("due_on", "pk")


def _asked_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:replacement", args=[row.pk]),
            what=f"{row.get_cause_display()}，等待持有人更换证书。",
            since=row.opened_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in asked(user).select_related("authorization")[:limit]
    ]


OFFERED = Source(
    "certification.replacements",
    "新证书核对",
    Kind.TODO,
    _replacement_rows,
    replacements,
    url=lambda user: reverse("console:replacements"),
    concerns=operates,
)
ASKED = Source(
    "certification.asked",
    "等待更换证书的授权",
    Kind.TODO,
    _asked_rows,
    asked,
    url=lambda user: reverse("console:replacements"),
    concerns=operates,
)

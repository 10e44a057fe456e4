"""Cases under review whose certificate is lost: for the desk at which each stands."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from applications.cases.stages.stage import registered
from applications.cases.standing.position import due_in_words
from applications.cases.states import ApplicationState
from applications.models import Application
from certification.certificates.losses.grounds import broken, standing_problems
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def _stages(user: Any) -> list[str]:
    """The stages at which this person works."""
    return [key for key, room in registered().items() if set(room.roles + room.second_roles) & set(user.roles)]


def lost_cases(user: Any) -> "QuerySet[Application]":
    """At the person's own desk; 补正 counts for the desk that asked."""
    mine = _stages(user)
    here = Q(state__in=mine) | Q(state=ApplicationState.CORRECTION_REQUIRED, correction_stage__in=mine)
    rows = Application.objects.on_console_for(user).filter(here, pk__in=broken(clock.today()))
    return rows.order_by("due_on", "pk")


def _lost_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    rows = lost_cases(user).select_related(
        "product_version", "handler", "certificate_claim__certificate__body__organisation"
    )
    return [
        WorkItem(
            title=f"{row.product_version.name} · {row.number}",
            url=reverse("console:review", args=[row.pk]),
            what="".join(standing_problems(row.certificate_claim.certificate, today)) + "请要求补正、退回或不予授权。",
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days) if row.due_on else "",
            holder=str(row.handler or ""),
            about=f"application:{row.pk}",
            tone="bad",
        )
        for row in rows.prefetch_related("certificate_claim__certificate__body__terms")[:limit]
    ]


LOST_CASES = Source(
    "certification.lost_cases",
    "证书失效的在审申报",
    Kind.TODO,
    _lost_rows,
    lost_cases,
    concerns=lambda user: bool(_stages(user)),
)

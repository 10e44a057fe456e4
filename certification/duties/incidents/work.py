"""Reports of accidents that wait for the operator's desk."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from certification.authorizations.access import at_desk, operates
from certification.duties.incidents.models import Incident
from certification.duties.incidents.states import IncidentState
from tianfu.workflow.work_items import Kind, Source, WorkItem


def waiting(user: Any) -> "QuerySet[Incident]":
    rows: QuerySet[Incident] = Incident.objects.filter(at_desk(user, "authorization__"), state=IncidentState.REPORTED)
    return rows.order_by("filed_at", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:incident", args=[row.pk]),
            what=f"持有人报告{row.get_kind_display()}，请核实并核收；需要暂停的，由两人决定。",
            since=row.filed_at,
            about=f"authorization:{row.authorization_id}",
            tone="bad",
        )
        for row in waiting(user).select_related("authorization")[:limit]
    ]


INCIDENTS = Source(
    "certification.incidents",
    "持有人报告的事故和质量信息",
    Kind.TODO,
    _rows,
    waiting,
    url=lambda user: reverse("console:incidents"),
    concerns=operates,
)

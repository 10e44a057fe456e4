"""Reports of accidents that wait for the operator's desk."""

from typing import Any

from django.db.models import QuerySet

from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.duties.incidents.models import Incident
from certification.duties.incidents.states import IncidentState


def waiting(user: Any) -> "QuerySet[Incident]":
    rows: QuerySet[Incident] = Incident.objects.filter(at_desk(user, "authorization__"), state=IncidentState.REPORTED)
    return rows.order_by("filed_at", "pk")


INCIDENTS = desk_source(
    "certification.incidents",
    "持有人报告的事故和质量信息",
    waiting,
    lambda row: f"持有人报告{row.get_kind_display()}，请核实并核收；需要暂停的，由两人决定。",
    page="console:incident",
    listed="console:incidents",
    due="",
    tone="bad",
)

"""Answers of holders that wait for the operator's desk."""

from typing import Any

from django.db.models import QuerySet

from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.authorizations.suspensions.proposals import without_proposal
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState


def restorations(user: Any) -> "QuerySet[Restoration]":
    rows = Restoration.objects.filter(state=RestorationState.WAITING).order_by("due_on", "pk")
    return without_proposal(rows.filter(at_desk(user, "authorization__")), "restoration")


RESTORATIONS = desk_source(
    "certification.restorations",
    "恢复申请和陈述",
    restorations,
    lambda row: f"持有人提出{row.get_kind_display()}，请核查并提出处理意见。",
    page="console:restoration",
    listed="console:restorations",
)

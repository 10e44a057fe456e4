"""Marks that are given back, for the operator's desk."""

from typing import Any

from django.db.models import QuerySet

from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.authorizations.suspensions.proposals import without_proposal
from certification.changes.cancellations.models import CancellationRequest


def waiting(user: Any) -> "QuerySet[CancellationRequest]":
    """Those on which nobody has proposed anything yet, the most urgent first."""
    rows = CancellationRequest.objects.waiting().filter(at_desk(user, "authorization__"))
    found: QuerySet[CancellationRequest] = without_proposal(rows, "subject", "authorization")
    return found.order_by("due_on", "pk")


WAITING = desk_source(
    "certification.cancellations",
    "注销申请",
    waiting,
    lambda row: "持有人申请注销授权，请核对后提出注销，由另一人确认。",
    page="console:cancellation",
    listed="console:cancellations",
)

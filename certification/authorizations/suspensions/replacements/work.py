"""New certificates under marks: those to look at, and those the holder has yet to bring."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.authorizations.suspensions.proposals import without_proposal
from certification.authorizations.suspensions.replacements.models import Replacement
from certification.authorizations.suspensions.replacements.states import ReplacementState


def replacements(user: Any) -> "QuerySet[Replacement]":
    """Offered ones to look at, and those whose time is over; the rest waits for the holder."""
    offered = Q(offered__isnull=False, state__in=[ReplacementState.OPEN, ReplacementState.OVER])
    rows = Replacement.objects.filter(offered | Q(state=ReplacementState.OVER)).order_by("due_on", "pk")
    rows = rows.annotate(since=Coalesce("offered_at", "opened_at"))
    return without_proposal(rows.filter(at_desk(user, "authorization__")), "replacement")


def asked(user: Any) -> "QuerySet[Replacement]":
    """A work item from the first day."""
    rows = Replacement.objects.filter(state=ReplacementState.OPEN, offered=None)
    return rows.filter(at_desk(user, "authorization__")).order_by("due_on", "pk")


OFFERED = desk_source(
    "certification.replacements",
    "新证书核对",
    replacements,
    lambda row: "持有人提交了新证书，请核对。" if row.offered_id else "逾期未更换证书，请提出处理意见。",
    page="console:replacement",
    listed="console:replacements",
    since="since",
)
ASKED = desk_source(
    "certification.asked",
    "等待更换证书的授权",
    asked,
    lambda row: f"{row.get_cause_display()}，等待持有人更换证书。",
    page="console:replacement",
    listed="console:replacements",
    since="opened_at",
)

"""Successions that wait: for the desk, for the second person, and for the successor."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source, second_source, without_opinion
from certification.changes.successions.models import Succession, SuccessionEndorsement
from certification.changes.successions.states import SuccessionState


def waiting(user: Any) -> "QuerySet[Succession]":
    """Those on which nobody has an opinion yet, the most urgent first."""
    rows = Succession.objects.filter(at_desk(user, "authorization__"), state=SuccessionState.WAITING)
    return without_opinion(rows, SuccessionEndorsement).select_related("successor__organisation")


def asked_of(enterprise: Enterprise) -> "QuerySet[Succession]":
    """Asked to take a mark over."""
    rows = Succession.objects.filter(successor=enterprise, state=SuccessionState.ASKED)
    return rows.select_related("authorization", "holder__organisation").order_by("pk")


def to_confirm(row: Succession) -> Iterable[Todo]:
    yield Todo(
        title=row.authorization.product_name,
        what=f"{row.holder}申请由您企业继受授权，请确认或者说明不确认的理由",
        url=reverse("portal:succession", args=[row.pk]),
        action="确认",
    )


WAITING = desk_source(
    "certification.successions",
    "继受申请",
    waiting,
    lambda row: f"申请由{row.successor}继受，双方已签署，请核查并提出处理意见。",
    page="console:succession",
    listed="console:successions",
    since="confirmed_at",
)
SECOND = second_source(
    "certification.succession_second",
    "继受申请的处理意见",
    SuccessionEndorsement,
    lambda row: f"拟{row.get_act_display()}",
    page=lambda row: reverse("console:succession", args=[row.subject_id]),
    mark="subject__authorization",
    empty="同事对继受申请提出的处理意见会列在这里。",
    subject__state=SuccessionState.WAITING,
)
register("successions", asked_of, to_confirm)

"""Changes that wait: for the desk, for the second person, and for the holder."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source, second_source, without_opinion
from certification.changes.requests.models import ChangeEndorsement, ChangeRequest
from certification.changes.requests.states import ChangeState


def waiting(user: Any) -> "QuerySet[ChangeRequest]":
    """Those on which nobody has an opinion yet, the most urgent first."""
    rows = ChangeRequest.objects.filter(at_desk(user, "authorization__"), state=ChangeState.WAITING)
    return without_opinion(rows, ChangeEndorsement)


def returned(enterprise: Enterprise) -> "QuerySet[ChangeRequest]":
    """Handed back, to be mended by the holder."""
    rows = ChangeRequest.objects.filter(authorization__enterprise=enterprise, state=ChangeState.RETURNED)
    return rows.select_related("authorization").order_by("pk")


def to_mend(row: ChangeRequest) -> Iterable[Todo]:
    yield Todo(
        title=row.authorization.product_name,
        what=f"变更{row.get_kind_display()}的申请被退回，请补正后再次提交",
        url=reverse("portal:change_request", args=[row.pk]),
        action="补正",
    )


WAITING = desk_source(
    "certification.change_requests",
    "变更申请",
    waiting,
    lambda row: f"持有人申请变更{row.get_kind_display()}，请核查并提出处理意见。",
    page="console:change_request",
    listed="console:change_requests",
)
SECOND = second_source(
    "certification.change_second",
    "变更申请的处理意见",
    ChangeEndorsement,
    lambda row: f"拟{row.get_act_display()}（{row.subject.get_kind_display()}）",
    page=lambda row: reverse("console:change_request", args=[row.subject_id]),
    mark="subject__authorization",
    empty="同事对变更申请提出的处理意见会列在这里。",
    subject__state=ChangeState.WAITING,
)
register("change_requests", returned, to_mend)

"""Changes that wait: for the desk, for the second person, and for the holder."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.access import at_desk, operates
from certification.changes.requests.models import ChangeEndorsement, ChangeRequest
from certification.changes.requests.states import ChangeState
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def waiting(user: Any) -> "QuerySet[ChangeRequest]":
    """Those on which nobody has an opinion yet, the most urgent first."""
    standing = ChangeEndorsement.objects.standing().filter(subject=OuterRef("pk"), round=OuterRef("revision"))
    rows = ChangeRequest.objects.filter(state=ChangeState.WAITING).filter(at_desk(user, "authorization__"))
    return rows.filter(~Exists(standing)).order_by("due_on", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:change_request", args=[row.pk]),
            what=f"持有人申请变更{row.get_kind_display()}，请核查并提出处理意见。",
            since=row.filed_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days),
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in waiting(user).select_related("authorization")[:limit]
    ]


def for_second(user: Any) -> "QuerySet[ChangeEndorsement]":
    """Opinions on requests as they stand now, where this operator gave none."""
    rows: QuerySet[ChangeEndorsement] = ChangeEndorsement.objects.open_to(user)
    return rows.filter(at_desk(user, "subject__authorization__"), subject__state=ChangeState.WAITING)


def _second_rows(user: Any, limit: int) -> list[WorkItem]:
    rows = for_second(user).select_related("first_by", "subject__authorization")[:limit]
    return [
        WorkItem(
            title=f"{row.subject.authorization.product_name} · {row.subject.authorization}",
            url=reverse("console:change_request", args=[row.subject_id]),
            what=f"拟{row.get_act_display()}（{row.subject.get_kind_display()}），请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"authorization:{row.subject.authorization_id}",
        )
        for row in rows
    ]


def returned(enterprise: Enterprise) -> Iterable[Todo]:
    """Handed back, to be mended by the holder."""
    rows = ChangeRequest.objects.filter(authorization__enterprise=enterprise, state=ChangeState.RETURNED)
    for row in rows.select_related("authorization").order_by("pk"):
        yield Todo(
            title=row.authorization.product_name,
            what=f"变更{row.get_kind_display()}的申请被退回，请补正后再次提交",
            url=reverse("portal:change_request", args=[row.pk]),
            action="补正",
        )


WAITING = Source(
    "certification.change_requests",
    "变更申请",
    Kind.TODO,
    _rows,
    waiting,
    url=lambda user: reverse("console:change_requests"),
    concerns=operates,
)
SECOND = Source(
    "certification.change_second",
    "变更申请的处理意见",
    Kind.SECOND,
    _second_rows,
    for_second,
    lambda user: reverse("console:second"),
    operates,
    ChangeEndorsement,
    "同事对变更申请提出的处理意见会列在这里。",
)
register("change_requests", returned)

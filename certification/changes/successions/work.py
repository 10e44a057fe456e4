"""Successions that wait: for the desk, for the second person, and for the successor."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.authorizations.access import at_desk, operates
from certification.changes.successions.models import Succession, SuccessionEndorsement
from certification.changes.successions.states import SuccessionState
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem


def waiting(user: Any) -> "QuerySet[Succession]":
    """Those on which nobody has an opinion yet, the most urgent first."""
    standing = SuccessionEndorsement.objects.standing().filter(subject=OuterRef("pk"), round=OuterRef("revision"))
    rows = Succession.objects.filter(state=SuccessionState.WAITING).filter(at_desk(user, "authorization__"))
    return rows.filter(~Exists(standing)).order_by("due_on", "pk")


def _rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    rows = waiting(user).select_related("authorization", "successor__organisation")[:limit]
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:succession", args=[row.pk]),
            what=f"申请由{row.successor}继受，双方已签署，请核查并提出处理意见。",
            since=row.confirmed_at or row.filed_at,
            due=row.due_on,
            due_words=due_in_words(row.due_on, today, days) if row.due_on else "",
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.due_on, today, days),
        )
        for row in rows
    ]


def for_second(user: Any) -> "QuerySet[SuccessionEndorsement]":
    """Opinions on requests as they stand now, where this operator gave none."""
    rows: QuerySet[SuccessionEndorsement] = SuccessionEndorsement.objects.open_to(user)
    return rows.filter(at_desk(user, "subject__authorization__"), subject__state=SuccessionState.WAITING)


def _second_rows(user: Any, limit: int) -> list[WorkItem]:
    rows = for_second(user).select_related("first_by", "subject__authorization")[:limit]
    return [
        WorkItem(
            title=f"{row.subject.authorization.product_name} · {row.subject.authorization}",
            url=reverse("console:succession", args=[row.subject_id]),
            what=f"拟{row.get_act_display()}，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"authorization:{row.subject.authorization_id}",
        )
        for row in rows
    ]


def to_confirm(enterprise: Enterprise) -> Iterable[Todo]:
    """Asked to take a mark over."""
    rows = Succession.objects.filter(successor=enterprise, state=SuccessionState.ASKED)
    for row in rows.select_related("authorization", "holder__organisation").order_by("pk"):
        yield Todo(
            title=row.authorization.product_name,
            what=f"{row.holder}申请由您企业继受授权，请确认或者说明不确认的理由",
            url=reverse("portal:succession", args=[row.pk]),
            action="确认",
        )


WAITING = Source(
    "certification.successions",
    "继受申请",
    Kind.TODO,
    _rows,
    waiting,
    url=lambda user: reverse("console:successions"),
    concerns=operates,
)
SECOND = Source(
    "certification.succession_second",
    "继受申请的处理意见",
    Kind.SECOND,
    _second_rows,
    for_second,
    lambda user: reverse("console:second"),
    operates,
    SuccessionEndorsement,
    "同事对继受申请提出的处理意见会列在这里。",
)
register("successions", to_confirm)

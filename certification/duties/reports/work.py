"""What waits around yearly reports: for the operator's desk, and for the holder."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.cases.standing.position import due_in_words, due_tone
from applications.enterprises.todo import Todo
from applications.models import Enterprise
from certification.authorizations.access import at_desk, operates
from certification.authorizations.models.authorization import Suspension
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import ReportState
from certification.duties.reports.term.absence import to_cure, to_propose
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.work_items import Kind, Source, WorkItem

_MARK = "authorization__"


def to_review(user: Any) -> "QuerySet[AnnualReport]":
    rows = AnnualReport.objects.filter(at_desk(user, _MARK), state=ReportState.SUBMITTED)
    return rows.order_by("decide_by", "pk")  # its manager is made from a queryset


def _review_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    today, days = clock.today(), calendar()
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:annual_report", args=[row.pk]),
            what=f"持有人报送了 {row.year} 年度自查报告，请审查后接受或者退回。",
            due=row.decide_by,
            due_words=due_in_words(row.decide_by, today, days) if row.decide_by else "",
            about=f"authorization:{row.authorization_id}",
            tone=due_tone(row.decide_by, today, days) if row.decide_by else "",
        )
        for row in to_review(user).select_related("authorization")[:limit]
    ]


def without_report(user: Any) -> "QuerySet[AnnualReport]":
    return to_propose(clock.today()).filter(at_desk(user, _MARK))


def _missing_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:annual_report", args=[row.pk]),
            what=f"{row.year} 年度自查报告经提醒仍未报送，请核实后提出暂停，由另一人确认。",
            due=row.last_on,
            due_words=f"逾期 {(clock.today() - row.last_on).days} 天",
            about=f"authorization:{row.authorization_id}",
            tone="bad",
        )
        for row in without_report(user).select_related("authorization")[:limit]
    ]


def cured(user: Any) -> "QuerySet[Suspension]":
    return to_cure(clock.today()).filter(at_desk(user, _MARK))


def _cured_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=f"{row.authorization.product_name} · {row.authorization}",
            url=reverse("console:authorization", args=[row.authorization_id]),
            what="未报送的年度自查报告已经补报并接受，请提出恢复，由另一人确认。",
            since=row.since,
            about=f"authorization:{row.authorization_id}",
        )
        for row in cured(user).select_related("authorization")[:limit]
    ]


def _list(view: str) -> Any:
    return lambda user: f"{reverse('console:annual_reports')}?show={view}"


TO_REVIEW = Source(
    "certification.annual_reports",
    "待审查的年度自查报告",
    Kind.TODO,
    _review_rows,
    to_review,
    url=_list("waiting"),
    concerns=operates,
)
MISSING = Source(
    "certification.missing_reports",
    "长期未报送年度自查报告的授权",
    Kind.TODO,
    _missing_rows,
    without_report,
    url=_list("missing"),
    concerns=operates,
)
CURED = Source(
    "certification.cured_reports",
    "年度自查报告已补报、等待恢复的授权",
    Kind.TODO,
    _cured_rows,
    cured,
    url=lambda user: reverse("console:authorizations"),
    concerns=operates,
)


def holders_reports(enterprise: Enterprise) -> Iterable[Todo]:
    """Reports that can be filed now."""
    today = clock.today()
    rows = AnnualReport.objects.owed(today).filter(authorization__enterprise=enterprise).select_related("authorization")
    for row in rows.order_by("last_on", "pk"):
        what = "已退回，请补正后重新报送" if row.state == ReportState.RETURNED else "请填写并签署报送"
        late = f"，已逾期 {(today - row.last_on) // timedelta(days=1)} 天" if row.last_on < today else ""
        yield Todo(
            title=row.authorization.product_name,
            what=f"{row.year} 年度自查报告{what}{late}",
            url=reverse("portal:annual_report", args=[row.authorization_id, row.year]),
            action="填写报告",
            due=row.last_on,
        )

"""What waits around yearly reports: for the operator's desk, and for the holder."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo
from applications.models import Enterprise
from certification.authorizations.desk.access import at_desk
from certification.authorizations.desk.sources import desk_source
from certification.authorizations.models.authorization import Suspension
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import ReportState
from certification.duties.reports.term.absence import to_cure, to_propose
from tianfu.workflow import clock

_MARK = "authorization__"


def to_review(user: Any) -> "QuerySet[AnnualReport]":
    rows = AnnualReport.objects.filter(at_desk(user, _MARK), state=ReportState.SUBMITTED)
    return rows.order_by("decide_by", "pk")  # its manager is made from a queryset


def without_report(user: Any) -> "QuerySet[AnnualReport]":
    return to_propose(clock.today()).filter(at_desk(user, _MARK))


def cured(user: Any) -> "QuerySet[Suspension]":
    return to_cure(clock.today()).filter(at_desk(user, _MARK))


TO_REVIEW = desk_source(
    "certification.annual_reports",
    "待审查的年度自查报告",
    to_review,
    lambda row: f"持有人报送了 {row.year} 年度自查报告，请审查后接受或者退回。",
    page="console:annual_report",
    listed="console:annual_reports?show=waiting",
    since="",
    due="decide_by",
)
MISSING = desk_source(
    "certification.missing_reports",
    "长期未报送年度自查报告的授权",
    without_report,
    lambda row: f"{row.year} 年度自查报告经提醒仍未报送，请核实后提出暂停，由另一人确认。",
    page="console:annual_report",
    listed="console:annual_reports?show=missing",
    since="",
    due="last_on",
    due_words=lambda row: f"逾期 {(clock.today() - row.last_on).days} 天",
    tone="bad",
)
CURED = desk_source(
    "certification.cured_reports",
    "年度自查报告已补报、等待恢复的授权",
    cured,
    lambda row: "未报送的年度自查报告已经补报并接受，请提出恢复，由另一人确认。",
    listed="console:authorizations",
    since="since",
    due="",
)


def holders_reports(enterprise: Enterprise) -> "QuerySet[AnnualReport]":
    """Reports that can be filed now."""
    rows = AnnualReport.objects.owed(clock.today()).filter(authorization__enterprise=enterprise)
    return rows.select_related("authorization").order_by("last_on", "pk")


def to_file(row: AnnualReport) -> Iterable[Todo]:
    today = clock.today()
    what = "已退回，请补正后重新报送" if row.state == ReportState.RETURNED else "请填写并签署报送"
    late = f"，已逾期 {(today - row.last_on) // timedelta(days=1)} 天" if row.last_on < today else ""
    yield Todo(
        title=row.authorization.product_name,
        what=f"{row.year} 年度自查报告{what}{late}",
        url=reverse("portal:annual_report", args=[row.authorization_id, row.year]),
        action="填写报告",
        due=row.last_on,
    )

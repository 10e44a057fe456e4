"""What the holder reported, and what the operator answered, in the timeline."""

from collections.abc import Iterable

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events
from certification.duties.reports.models.annual_report import AnnualReportChange, ReportFiling
from certification.duties.usages.models import MarkUsageChange

_OPERATOR, _HOLDER = "运营机构", "持有人"


def _reports(authorization: Authorization) -> Iterable[Event]:
    filings = ReportFiling.objects.filter(report__authorization=authorization).select_related("report", "signed_by")
    for row in filings:
        year = row.report.year
        yield Event(
            row.filed_at,
            f"报送 {year} 年度自查报告",
            role=_HOLDER,
            person=str(row.signed_by),
            note=f"逾期 {row.late_days} 天。" if row.late_days else "",
            holder=reverse("portal:annual_report", args=[authorization.pk, year]),
            operator=reverse("console:annual_report", args=[row.report_id]),
        )
    decided = AnnualReportChange.objects.filter(subject__authorization=authorization).exclude(transition="submit")
    for change in decided.select_related("subject", "actor"):
        done = "接受" if change.transition == "accept" else "退回"
        yield Event(
            change.at,
            f"{done} {change.subject.year} 年度自查报告",
            role=_OPERATOR,
            person=str(change.actor),
            note=change.note,
            tone="" if done == "接受" else "wait",
        )


def _incidents(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.incidents.select_related("filed_by"):
        yield Event(
            row.filed_at,
            f"报告{row.get_kind_display()}",
            role=_HOLDER,
            person=str(row.filed_by),
            note=f"逾期 {row.late_days} 天。" if row.late_days else "",
            tone="bad",
            holder=reverse("portal:incident", args=[row.pk]),
            operator=reverse("console:incident", args=[row.pk]),
        )


def _usages(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.usages.select_related("filed_by"):
        yield Event(
            row.filed_at, f"登记标识使用：{row.carrier}", role=_HOLDER, person=str(row.filed_by), note=row.place
        )
    rows = MarkUsageChange.objects.filter(subject__authorization=authorization).select_related("subject", "actor")
    for change in rows:
        what = f"{change.subject.rule(change.transition).label}：{change.subject.carrier}"
        holders = change.actor_id == change.subject.filed_by_id
        yield Event(
            change.at,
            what,
            role=_HOLDER if holders else _OPERATOR,
            person=str(change.actor or "系统"),
            note=change.note,
        )


register_events("annual_reports", __name__, _reports)
register_events("incidents", __name__, _incidents)
register_events("usages", __name__, _usages)

"""What the holder reported, and what the operator answered, in the timeline."""

from collections.abc import Iterable

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events
from certification.duties.incidents.models import IncidentChange
from certification.duties.reports.models.annual_report import AnnualReportChange, ReportFiling
from certification.duties.usages.models import MarkUsageChange

_OPERATOR, _HOLDER = "运营机构", "持有人"
# What happened to a report besides its filings, by whom.
_MOVED = {
    "accept": ("接受", _OPERATOR, ""),
    "send_back": ("退回", _OPERATOR, "wait"),
    "take_back": ("撤回", _HOLDER, "quiet"),
    "hand_on": ("转由新授权报送", "系统", "quiet"),
}


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
    moved = AnnualReportChange.objects.filter(subject__authorization=authorization, transition__in=_MOVED)
    for change in moved.select_related("subject", "actor"):
        done, role, tone = _MOVED[change.transition]
        yield Event(
            change.at,
            f"{done} {change.subject.year} 年度自查报告",
            role=role,
            person=str(change.actor or role),
            note=change.note,
            tone=tone,
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


def _incident_answers(authorization: Authorization) -> Iterable[Event]:
    rows = IncidentChange.objects.filter(subject__authorization=authorization).select_related("subject", "actor")
    for change in rows:
        recalled = change.transition == "take_back"
        yield Event(
            change.at,
            f"{'撤回' if recalled else '核收'}{change.subject.get_kind_display()}的报告",
            role=_HOLDER if recalled else _OPERATOR,
            person=str(change.actor),
            note=change.note,
            tone="quiet" if recalled else "",
        )


def _usages(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.usages.select_related("filed_by"):
        carried = row.previous_id is not None
        yield Event(
            row.filed_at,
            f"{'接续原授权的标识使用登记' if carried else '登记标识使用'}：{row.carrier}",
            role="系统" if carried else _HOLDER,
            person="系统" if carried else str(row.filed_by),
            note=row.place,
        )
    rows = MarkUsageChange.objects.filter(subject__authorization=authorization).exclude(transition="carry_on")
    for change in rows.select_related("subject", "actor"):
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
register_events("incident_answers", __name__, _incident_answers)
register_events("usages", __name__, _usages)

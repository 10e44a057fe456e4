"""Who is told what about a yearly report."""

from datetime import date
from typing import Any

from applications.models import CasePaper
from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.notices import notice_key, want_notice
from certification.duties.reports.models.annual_report import AnnualReport, ReportFiling

Kind = CasePaper.Kind


def holders_page(report: AnnualReport) -> str:
    return f"/portal/authorizations/{report.authorization_id}/reports/{report.year}/"


def operators_page(report: AnnualReport) -> str:
    return f"/console/reports/{report.pk}/"


def _holder(report: AnnualReport, key: str, once: str = "", **facts: Any) -> int:
    return tell_holder_of(report.authorization, key, link=holders_page(report), once=once, year=report.year, **facts)


def _desk(report: AnnualReport, key: str, once: str = "", **facts: Any) -> int:
    return tell_desk_of(report.authorization, key, link=operators_page(report), once=once, year=report.year, **facts)


def tell_open(report: AnnualReport) -> None:
    _holder(report, "annual_report_open", f"{report.pk}", due=report.due_on)


def tell_filed(report: AnnualReport, filing: ReportFiling) -> None:
    late = f"，逾期 {filing.late_days} 天" if filing.late_days else ""
    _holder(report, "annual_report_filed", due=report.decide_by, late=late)
    _desk(report, "annual_report_to_review", due=report.decide_by, late=late)


def tell_accepted(report: AnnualReport) -> None:
    key = notice_key(report, "accept")
    want_notice(report.authorization, Kind.REPORT_ACCEPTED, key, said=report.answer, year=report.year)
    _holder(report, "annual_report_accepted", note=report.answer)


def tell_returned(report: AnnualReport) -> None:
    key, mark = notice_key(report, "send_back"), report.authorization
    want_notice(mark, Kind.REPORT_RETURNED, key, said=report.answer, year=report.year, due=report.last_on)
    _holder(report, "annual_report_returned", reason=report.answer, due=report.last_on)


def tell_late(report: AnnualReport, day: date, step: int) -> int:
    late = (day - report.last_on).days
    words = f"已逾期 {late} 天" if late else "今天届满"
    once = f"{report.pk}:{report.last_on}:{step}"
    return _holder(report, "annual_report_late", once, late=words, due=report.last_on, then=report.propose_from)


def tell_missing(report: AnnualReport, day: date) -> int:
    """Both sides, once for each last day."""
    once, late = f"{report.pk}:{report.last_on}", (day - report.last_on).days
    told = _holder(report, "annual_report_missing", once, late=late, due=report.last_on)
    return told + (_desk(report, "annual_report_missing_desk", once, late=late, due=report.last_on) if told else 0)

"""Yearly reports that are late or wait for the operator, and incidents nobody has acknowledged."""

from datetime import date
from typing import Any

from django.db.models import F, Min, Q
from django.db.models.functions import TruncDate

from certification.authorizations.standing.needs import Marks, Need, register_need
from certification.duties.incidents.states import IncidentState
from certification.duties.reports.models.states import OPEN, ReportState
from certification.duties.reports.term.years import OWING

_OPEN = Q(annual_reports__state__in=OPEN, state__in=OWING)


def _late(marks: Marks, day: date) -> Any:
    rows = marks.filter(_OPEN, ends_on__gte=day, annual_reports__last_on__lt=day)
    return rows.annotate(need_due=Min("annual_reports__last_on"))


def _due(marks: Marks, first: date, last: date) -> Any:
    rows = marks.filter(_OPEN, annual_reports__last_on__range=(first, last))
    return rows.annotate(need_due=Min("annual_reports__last_on"))


def _to_review(marks: Marks, day: date) -> Any:
    rows = marks.filter(annual_reports__state=ReportState.SUBMITTED)
    return rows.annotate(need_due=Min("annual_reports__decide_by"))


def _reviews(marks: Marks, first: date, last: date) -> Any:
    rows = marks.filter(annual_reports__state=ReportState.SUBMITTED, annual_reports__decide_by__range=(first, last))
    return rows.annotate(need_due=F("annual_reports__decide_by"))


def _incidents(marks: Marks, day: date) -> Any:
    rows = marks.filter(incidents__state=IncidentState.REPORTED)
    return rows.annotate(need_due=Min(TruncDate("incidents__filed_at")))


register_need(
    "report_late",
    __name__,
    Need("年度报告逾期", "提醒持有人；逾期过久的提出暂停", _late, _due, "年度自查报告已经逾期，请尽快填写并签署报送"),
)
register_need("report_to_review", __name__, Need("年度报告待审查", "审查后接受或者退回", _to_review, _reviews))
register_need("incident", __name__, Need("事故报告待核收", "核实并核收", _incidents))

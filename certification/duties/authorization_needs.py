"""Yearly reports that are late or wait for the operator, usages to look at, and incidents nobody has acknowledged."""

from datetime import date
from typing import Any

from django.db.models import F, Min, Q
from django.db.models.functions import TruncDate

from certification.authorizations.standing.needs import Marks, Need, register_need
from certification.duties.incidents.states import IncidentState
from certification.duties.reports.models.states import OPEN, ReportState
from certification.duties.reports.term.years import OWING
from certification.duties.usages.states import UsageState

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


def _usages(marks: Marks, day: date) -> Any:
    rows = marks.filter(usages__state=UsageState.REGISTERED)
    return rows.annotate(need_due=Min("usages__due_on"))


def _usage_days(marks: Marks, first: date, last: date) -> Any:
    rows = marks.filter(usages__state=UsageState.REGISTERED, usages__due_on__range=(first, last))
    return rows.annotate(need_due=F("usages__due_on"))


register_need("usage", __name__, Need("标识使用待审核", "核对样图，同意登记或者退回", _usages, _usage_days))
register_need("incident", __name__, Need("事故报告待核收", "核实并核收", _incidents))

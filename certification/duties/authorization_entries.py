"""What the holder of a mark owes and may report, on the pages of its authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.models.states import DONE, ReportState
from certification.duties.reports.term.years import OWING, next_report


def _newest(authorization: Authorization) -> AnnualReport | None:
    """The oldest that is not finished, else the newest."""
    rows = list(authorization.annual_reports.order_by("year"))
    unfinished = [row for row in rows if row.state not in DONE]
    return next(iter(unfinished or rows[-1:]), None)


def _late(row: AnnualReport, day: date) -> str:
    return f"，已逾期 {(day - row.last_on).days} 天" if row.editable and row.last_on < day else ""


def _holder(authorization: Authorization, day: date) -> Entry | None:
    """What is to be filed, else what was, else when the next begins."""
    owing = authorization.effective_on(day) in OWING
    row = _newest(authorization)
    if row is not None and row.editable and owing:
        returned = row.state == ReportState.RETURNED
        return Entry(
            title="年度自查报告",
            what=f"{row.year} 年度{'已退回，请补正后重新报送' if returned else '请填写并签署报送'}{_late(row, day)}",
            url=reverse("portal:annual_report", args=[authorization.pk, row.year]),
            action="填写报告",
            due=row.last_on,
        )
    url = reverse("portal:annual_reports", args=[authorization.pk])
    if row is not None and (not owing or row.state == ReportState.SUBMITTED):
        return Entry("年度自查报告", f"{row.year} 年度{row.get_state_display()}", url)
    ahead = next_report(authorization, day) if owing else None
    if ahead is not None:
        return Entry("年度自查报告", f"下一份是 {ahead.year} 年度的报告", url, opens=ahead.opens)
    return Entry("年度自查报告", f"{row.year} 年度{row.get_state_display()}", url) if row is not None else None


def _operator(authorization: Authorization, day: date) -> Entry | None:
    row = _newest(authorization)
    if row is None:
        return None
    return Entry(
        title="年度自查报告",
        what=f"{row.year} 年度{row.get_state_display()}{_late(row, day)}",
        url=reverse("console:annual_report", args=[row.pk]),
        due=row.last_on if row.editable else row.decide_by,
    )


def _to_report(authorization: Authorization, day: date) -> Entry | None:
    """Also after the mark has ended: goods with it are still out."""
    if authorization.published_at is None:
        return None
    url = reverse("portal:incident_new", args=[authorization.pk])
    what = "发生重大质量事故、召回、检验不合格或检验失效的，请在期限内报告"
    return Entry("事故和质量信息报告", what, url, action="报告")


def _reported(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.incidents.first()
    if row is None:
        return None
    what = f"{row.get_kind_display()}，{row.get_state_display()}"
    return Entry("事故和质量信息报告", what, reverse("console:incident", args=[row.pk]))


register_entry("incident", __name__, holder=_to_report, operator=_reported, order=80)
register_entry("annual_report", __name__, holder=_holder, operator=_operator)

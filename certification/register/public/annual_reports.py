"""年度自查报告 for everybody: what the accepted reports of each year say together, and each one's summary as open data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from certification.duties.reports.models.annual_report import AnnualReportChange, ReportFiling
from certification.duties.reports.statistics import accepted_filings, by_year, percent, public_summaries, summary_rows
from certification.register.sections.brand import register_section
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT, DataSet, Entry, newest_first
from tianfu.workflow import clock

COLUMNS = {
    "number": "授权编号",
    "product": "产品",
    "holder": "持有人",
    "year": "年度",
    "filed_on": "报送日期",
    "late_days": "逾期天数",
    "tests": "检验检测批次",
    "tests_passed": "合格批次",
    "complaints": "收到投诉（件）",
    "complaints_settled": "已办结投诉（件）",
    "summary": "摘要",
}


def entries(limit: int) -> list[Entry]:
    """Every accepted report, with what everybody may read of it; revenue and output only in the sums."""
    rows = accepted_filings().filter(report__authorization__published_at__isnull=False)
    rows = rows.select_related("report__authorization").order_by("-pk")[:limit]
    taken = dict(
        AnnualReportChange.objects.filter(transition="accept", subject__in=[row.report_id for row in rows]).values_list(
            "subject", "at"
        )
    )
    return newest_first([_entry(row, taken[row.report_id]) for row in rows], limit)


def _entry(row: ReportFiling, at: Any) -> Entry:
    report, mark = row.report, row.report.authorization
    passed = percent(row.tests_passed, row.tests)
    return Entry(
        id=f"{reverse('annual_report_list')}#report-{report.pk}",
        title=f"{report.year} 年度自查报告：{mark.product_name}（{mark.holder_name}）",
        words=f"编号 {mark.number}。{f'检验检测合格率 {passed}。' if passed else ''}{row.summary}",
        link=reverse("brand", args=[mark.number]),
        published=at,
        updated=at,
        facts={
            "number": mark.number,
            "product": mark.product_name,
            "holder": mark.holder_name,
            "year": report.year,
            "filed_on": clock.in_beijing(row.filed_at).isoformat(),
            "late_days": row.late_days,
            "tests": row.tests,
            "tests_passed": row.tests_passed,
            "complaints": row.complaints,
            "complaints_settled": row.complaints_settled,
            "summary": row.summary,
        },
    )


ANNUAL_REPORTS = DataSet(
    key="annual_reports",
    title="年度自查报告",
    about="持有人每年对产品质量和标识使用的自查，运营机构接受后公布摘要、检验和投诉情况；收入和产量只公布合计。",
    page="annual_report_list",
    columns=COLUMNS,
    entries=entries,
    csv="reports.csv",
    json="reports.json",
    feed="reports/feed/",
)


@requires(PUBLIC)
@require_safe
def annual_reports(request: HttpRequest) -> HttpResponse:
    """Statistics by year."""
    context = {"years": by_year(), "data": ANNUAL_REPORTS}
    response = render(request, "certification/register/public/annual_reports.html", context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


register_section("certification/register/public/_annual_reports.html", summary_rows, public_summaries)

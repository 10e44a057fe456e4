"""抽查统计: charts made here from the tokens of the sheet, the table beside each, and one CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.inspections.results.statistics import Line, Table, tables
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT, csv_answer

ROW, BAR = 48, 28  # height of a line of the chart, where in it its bar begins
COLUMNS = ("口径", "类别", "抽中", "已公布结果", "未发现问题", "未发现问题占比")


def chart(table: Table) -> dict[str, Any]:
    """What templates/supervision/inspections/public/_chart.html draws: bars from a zero line, their lengths in percent of the longest."""
    most = max((line.drawn for line in table.lines), default=0) or 1
    bars = [
        {
            "line": line,
            "text": number * ROW + 18,
            "bar": number * ROW + BAR,
            "drawn": _share(line.drawn, most),
            "done": _share(line.done, most),
            "passed": _share(line.passed, most),
        }
        for number, line in enumerate(table.lines)
    ]
    return {"table": table, "bars": bars, "height": len(bars) * ROW, "finding": finding(table.lines)}


def _share(number: int, most: int) -> str:
    return f"{100 * number / most:.2f}"


def finding(lines: list[Line]) -> str:
    """The chart in one sentence."""
    drawn, done, passed = (sum(getattr(line, name) for line in lines) for name in ("drawn", "done", "passed"))
    return f"共抽中 {drawn:,} 户，已公布结果 {done:,} 户，其中未发现问题 {passed:,} 户。"


@requires(PUBLIC)
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    charts = [chart(table) for table in tables()]
    context = {"charts": charts if charts[0]["bars"] else [], "finding": charts[0]["finding"]}
    response = render(request, "supervision/inspections/public/statistics.html", context)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    rows = [
        (table.title, line.label, line.drawn, line.done, line.passed, line.rate)
        for table in tables()
        for line in table.lines
    ]
    return csv_answer("inspection-statistics", COLUMNS, rows)

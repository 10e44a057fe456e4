"""The work list as a table to take away: with a permission of its own, a reason, and an audit event."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.review.console.access import CASE_STAFF
from applications.review.console.work_list import EXPORT, WorkFilter, listed, query_of, rows_of, wish_of
from applications.review.work.work_list import VIEWS, Wish, find
from tianfu.accounts.access.rules import requires
from tianfu.accounts.programmes import seat
from tianfu.files.sheets.spreadsheets import csv_bytes
from tianfu.ledger.audit.records import record
from tianfu.text.fields import TextField
from tianfu.text.moments import numeric_day, numeric_moment
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page

# The places are called as their programmes call them.
HEAD = (
    "编号", "企业", "产品", "方式", "", "环节", "进入环节（北京时间）", "期限", "期限说明", "经办",
    "提出人", "提出时间（北京时间）", "待复核的意见",
)  # fmt: skip
# One query each for so many cases and their proposals.
_AT_ONCE = 2000


class ExportForm(forms.Form):
    reason = TextField(
        label="导出用途",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明给谁、作什么用。会记入审计。",
        error_messages={"required": "请写明导出用途：导出会记入审计。", "max_length": "导出用途最多 200 个字。"},
    )


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """The list of the address as CSV, after the reason is given."""
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied("您没有导出申报清单的权限。确有需要，请联系系统管理员。")
    filters = WorkFilter(request.GET)
    wish = wish_of(request.GET, filters)
    form = ExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not filters.errors:
        return _answer(request, wish, form.cleaned_data["reason"])
    total = find(request.user, wish).count()
    context = {
        "title": "导出工作清单",
        "form": form,
        "button": f"导出 {total} 件",
        "back": f"{reverse('console:work_list')}?{query_of(wish)}",
        "download": True,
        "possible": bool(total) and not filters.errors,
        "consequences": {
            "what": f"导出“{VIEWS[wish.view]}”中的 {total} 件申报，格式为 CSV，可用 WPS 表格或 Excel 打开。",
            "told": "不通知任何人",
            "public": "不公开；内容含企业未公开的信息，请按规定保管",
            "undo": "不能撤回，导出人、用途和件数记入审计。",
        },
    }
    return page(request, "console/decide.html", context, 422 if form.errors or filters.errors else 200)


def _answer(request: HttpRequest, wish: Wish, reason: str) -> HttpResponse:
    with transaction.atomic():
        lines = list(_lines(request.user, wish))
        record(
            "application.exported",
            actor=request.user,
            reason=reason,
            data={
                "view": wish.view,
                "filters": {key: str(value) for key, value in wish.chosen.items()},
                "rows": len(lines),
            },
        )
    name = f"gongzuo-qingdan-{numeric_day(clock.today())}.csv"
    response = HttpResponse(
        csv_bytes([heading or seat() for heading in HEAD], lines), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(user: Any, wish: Wish) -> Iterator[list[Any]]:
    rows = listed(find(user, wish))
    start = 0
    while found := rows_of(rows[start : start + _AT_ONCE]):
        yield from ([_cell(row[key]) for key in _KEYS] for row in found)
        start += _AT_ONCE


_KEYS = (
    "number", "enterprise", "product", "route", "region", "stage", "since", "due", "due_words", "handler",
    "first", "first_at", "proposal",
)  # fmt: skip


def _cell(value: Any) -> Any:
    """Moments in Beijing time, days as they sort; everything else as it is."""
    if isinstance(value, datetime):
        return numeric_moment(value)
    return numeric_day(value) if isinstance(value, date) else value

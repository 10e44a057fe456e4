"""The list of cases: views, filters and order in the address, pages of fifty, and the way to its export."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from applications.cases.models.application import Application
from applications.cases.standing.position import due_in_words, due_tone
from applications.cases.states import ApplicationState
from applications.programmes.names import route_choices
from applications.review.models import ApplicationEndorsement
from applications.review.work import proposals
from applications.review.work.desk import has_desk
from applications.review.work.sources import case_urls
from applications.review.work.work_list import (
    AGES,
    DUES,
    PAGE,
    VIEWS,
    Wish,
    counts,
    find,
    known_sort,
    number_of,
    opening,
)
from tianfu.accounts.access.rules import STAFF, requires
from tianfu.accounts.programmes import seat
from tianfu.accounts.regions.choices import place_choices, places
from tianfu.inbox.page_links import span
from tianfu.queries.counts import MOST, in_words
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock, work_items
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.console.pages import page

EXPORT = "applications.export_application"
# (key of the order, heading); one without a key cannot be sorted by. The places are called as their programmes call them.
COLUMNS = (
    ("number", "编号"),
    ("enterprise", "企业"),
    ("product", "产品"),
    ("route", "方式"),
    ("region", ""),
    ("state", "环节"),
    ("since", "进入环节"),
    ("due", "期限"),
    ("handler", "经办"),
    ("", "待复核的意见"),
)
_ALL = [("", "全部")]
# Pages of a list that is longer than what is counted; whoever looks further down filters.
DEEPEST = 200


class WorkFilter(forms.Form):
    """The filters as they stand in the address."""

    q = TextField(
        label="编号、企业或产品", required=False, max_length=200,
        error_messages={"max_length": "查询内容最多 200 个字，请缩短后再查。"},
    )  # fmt: skip
    route = forms.ChoiceField(label="方式", required=False)
    state = forms.ChoiceField(label="环节或结果", required=False)
    region = forms.ChoiceField(label="市（州）", required=False)
    due = forms.ChoiceField(label="期限", required=False, choices=[*_ALL, *DUES.items()])
    due_from = forms.DateField(label="期限自", required=False)
    due_to = forms.DateField(label="期限至", required=False)
    age = forms.ChoiceField(label="在本环节", required=False, choices=[*_ALL, *AGES.items()])
    moved_from = forms.DateField(label="有进展，自", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(key, label) for key, label in ApplicationState.choices if key != ApplicationState.DRAFT]
        self.fields["state"].choices = [*_ALL, *states]  # type: ignore[attr-defined]
        regions = place_choices()
        self.fields["region"].label = places().kind
        self.fields["route"].choices = [*_ALL, *route_choices()]  # type: ignore[attr-defined]
        self.fields["region"].choices = [*_ALL, *regions]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                field.error_messages["invalid"] = f"“{field.label}”请写成 2026-12-04 的形式。"
            elif isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = f"“{field.label}”没有这一项，请重新选择。"
            self.fields[name].widget.attrs.setdefault("class", "filter")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("due_from"), data.get("due_to")
        if first and last and last < first:
            self.add_error("due_to", "“期限至”不能早于“期限自”。")
        return data


def wish_of(data: QueryDict, form: WorkFilter | None = None) -> Wish:
    """The list that an address asks for; what cannot be read filters nothing (the page says so)."""
    form = form or WorkFilter(data)
    form.is_valid()
    view = data.get("view", "")
    chosen = {name: value for name, value in form.cleaned_data.items() if value}
    return Wish(view if view in VIEWS else "desk", known_sort(data.get("sort", "")), chosen)


def query_of(wish: Wish, **change: Any) -> str:
    """The address of a list: view, order, filters; empty values left out."""
    values = {"view": wish.view, "sort": wish.sort, **wish.chosen, **change}
    if values["sort"] == "due":
        del values["sort"]
    return urlencode({name: value for name, value in values.items() if value})


def listed(rows: "QuerySet[Application]") -> "QuerySet[Any]":
    """The cases with the names that a line shows, and not the six rows that hold these names."""
    return rows.annotate(
        firm_name=F("enterprise__organisation__name"),
        product_name=F("product_version__name"),
        region_name=F("region__name"),
        handler_name=F("handler__name"),
        handler_email=F("handler__email"),
    )


def row_of(row: Any, today: date, days: Calendar, proposal: ApplicationEndorsement | None) -> dict[str, Any]:
    """One line of the list, as the page and the export show it; `row` is one of `listed`."""
    return {
        "number": row.number,
        "enterprise": row.firm_name,
        "product": row.product_name,
        "route": row.get_route_display(),
        "region": row.region_name,
        "stage": row.get_state_display(),
        "since": row.stage_since,
        "due": None if row.finished else row.due_on,
        "due_words": _due_words(row, today, days),
        "due_tone": "" if row.finished else due_tone(row.due_on, today, days),
        "handler": row.handler_name or row.handler_email or "",
        "first": str(proposal.first_by) if proposal else "",
        "first_at": proposal.first_at if proposal else None,
        "proposal": proposals.in_words(proposal) if proposal else "",
    }


def _due_words(row: Application, today: date, days: Calendar) -> str:
    if row.finished:
        return "已办结"
    return due_in_words(row.due_on, today, days) if row.due_on else "不计时"


def rows_of(found: Iterable[Any]) -> list[dict[str, Any]]:
    """Lines for these cases (`listed`), with the proposals that stand on them, in two queries."""
    cases, today, days = list(found), clock.today(), calendar()
    standing = proposals.standing_on(cases)
    return [row_of(case, today, days, standing.get(case.pk)) for case in cases]


def _columns(wish: Wish) -> list[dict[str, str]]:
    columns = []
    for key, heading in COLUMNS:
        label = heading or seat()
        current = key == wish.column
        onward = f"-{key}" if current and not wish.descending else key
        order = ("descending" if wish.descending else "ascending") if current else ""
        columns.append({"label": label, "order": order, "url": "?" + query_of(wish, sort=onward) if key else ""})
    return columns


def _tabs(second: int, wish: Wish, numbers: dict[str, int]) -> list[dict[str, Any]]:
    tabs = [
        {"label": "待我复核", "url": reverse("console:second"), "current": False, "count": second, "urgent": second}
    ]
    tabs += [
        {
            "label": label,
            "url": "?" + query_of(wish, view=key),
            "current": key == wish.view,
            "count": in_words(numbers[key]),
            "urgent": key == "overdue" and numbers[key],
        }
        for key, label in VIEWS.items()
    ]
    return tabs


@requires(STAFF)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    user, numbers = request.user, counts(request.user)
    data = request.GET.copy()
    if data.get("view") not in VIEWS:
        data["view"] = "todo" if numbers["todo"] else "desk"
    form = WorkFilter(data)
    wish = wish_of(data, form)
    rows = find(user, wish)
    total = number_of(rows) if wish.chosen else numbers[wish.view]
    # Beyond what is counted, the next page is there when a row of it is.
    pages = max(1, -(-total // PAGE)) if total <= MOST else DEEPEST
    number = min(parameters.page(request.GET), pages)
    first = (number - 1) * PAGE
    found = opening(user, wish, rows, first, PAGE + 1, listed)
    more, found = len(found) > PAGE, found[:PAGE]
    lines, query = rows_of(found), query_of(wish)
    for line, url in zip(lines, case_urls([case.pk for case in found], query, first), strict=True):
        line["url"] = url
    context = {
        "title": "工作清单",
        "tabs": _tabs(work_items.second_count_on(request), wish, numbers),
        "filter_form": form,
        "keep": [("view", wish.view), ("sort", wish.sort)],
        "columns": _columns(wish),
        "rows": lines,
        "count": total,
        "summary": f"{span(first + 1, first + len(lines))} 件，共 {in_words(total)} 件" if lines else "",
        "newer_url": f"?{query}&page={number - 1}" if number > 1 else "",
        "older_url": f"?{query}&page={number + 1}" if more and number < pages else "",
        "export_url": f"{reverse('console:export')}?{query}" if total and user.has_perm(EXPORT) else "",
        "has_desk": has_desk(user),
    }
    return page(request, "applications/review/console/work_list.html", context, 422 if form.errors else 200)

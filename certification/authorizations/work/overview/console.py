"""The operator's overview of all authorizations: by what they need, by month, with reminders to many holders at once."""

from calendar import Calendar
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from certification.authorizations.desk.access import OPERATORS, READERS, operates
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.needs import NEEDS
from certification.authorizations.work.overview.reminders import remind_holders
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible

PAGE, MOST = 50, 100


def _marks(request: HttpRequest) -> Any:
    return Authorization.objects.on_console_for(request.user)


@requires(READERS)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """A number for each need, and the authorizations of the one that is chosen, the most urgent first."""
    return _show(request)


def _show(request: HttpRequest, problems: list[str] | None = None, key: str = "") -> HttpResponse:
    today = clock.today()
    counts = {name: need.found(_marks(request), today).distinct().count() for name, need in NEEDS.items()}
    first = next((name for name, count in counts.items() if count), next(iter(NEEDS)))
    chosen = parameters.choice(request.GET, "need", NEEDS, key or first)
    need = NEEDS[chosen]
    rows = need.found(_marks(request), today).distinct().order_by("need_due", "pk")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    context = {
        "title": "授权总览",
        "tabs": [(name, one.label, counts[name], name == chosen) for name, one in NEEDS.items()],
        "need": need,
        "key": chosen,
        "rows": found.object_list,
        "may_remind": bool(need.asks) and operates(request.user),
        "today": today,
        "problems": problems or [],
        **page_links(reverse("console:overview"), found, {"need": chosen}),
    }
    return page(
        request, "certification/authorizations/work/overview/console/list.html", context, 422 if problems else 200
    )


@requires(OPERATORS)
@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """A message to the holder of each authorization that is ticked."""
    key = parameters.choice(request.POST, "need", NEEDS)
    if not key:
        raise Http404("没有这类事项。")
    marks = parameters.keys(request.POST, "mark")[: MOST + 1]
    try:
        told, before = remind_holders(key, marks, user=request.user)
    except NotPossible as refusal:
        return _show(request, refusal.problems, key)
    words = f"已提醒 {told} 项授权的持有人。" if told else "没有新的提醒。"
    if before:
        words += f"另有 {before} 项今天已经提醒过。"
    messages.success(request, words)
    return redirect(f"{reverse('console:overview')}?{urlencode({'need': key})}")


def _month(text: str, today: date) -> date:
    """The first day of the month `text` (2027-06), else of today's."""
    found = parameters.day({"day": f"{text}-01"}, "day")
    return found if found is not None and 2000 <= found.year <= 2998 else today.replace(day=1)


@requires(READERS)
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What falls on each day of a month: ends, limits, reports, answers."""
    today = clock.today()
    first = _month(parameters.word(request.GET, "month", 7), today)
    after = (first + timedelta(days=32)).replace(day=1)
    last = after - timedelta(days=1)
    days: dict[date, list[dict[str, Any]]] = {}
    for need in NEEDS.values():
        if need.dated is None:
            continue
        for mark in need.dated(_marks(request), first, last).distinct().order_by("need_due", "pk")[:MOST]:
            days.setdefault(mark.need_due, []).append({"label": need.label, "mark": mark})
    weeks = [
        [{"day": day, "rows": days.get(day, []), "inside": day.month == first.month} for day in week]
        for week in Calendar().monthdatescalendar(first.year, first.month)
    ]
    context = {
        "title": f"授权日历：{first.year} 年 {first.month} 月",
        "weeks": weeks,
        "days": [(day, days[day]) for day in sorted(days)],
        "today": today,
        "before": (first - timedelta(days=1)).isoformat()[:7],
        "after": after.isoformat()[:7],
    }
    return page(request, "certification/authorizations/work/overview/console/calendar.html", context)

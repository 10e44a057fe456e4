"""黑名单 for everybody: who is on it today, by which category of cause, until when; as page, CSV, JSON and Atom.

The facts of a cause are not public, nor is who was on it once: a removal or the last day takes the name off.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.public.atom import SHOWN, PublicFeed
from supervision.lists.models import BlacklistEntry
from tianfu.accounts.access import PUBLIC, requires
from tianfu.files.spreadsheets import csv_bytes
from tianfu.inbox.paging import page_links
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow import clock

PAGE, MOST, KEPT = 30, 5000, 60  # rows of a page, rows of an answer, seconds for caches
COLUMNS = ("企业名称", "统一社会信用代码", "事由类别", "列入日期", "最后一天")


def standing() -> "QuerySet[BlacklistEntry]":
    return BlacklistEntry.objects.standing(clock.today()).order_by("-since", "-pk")


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def blacklist(request: HttpRequest) -> HttpResponse:
    text = parameters.word(request.GET, "q")
    rows = standing().filter(having("search", search_terms(text)))
    shown = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    context = {
        "rows": shown.object_list,
        "count": shown.paginator.count,
        "paged": shown.number > 1 or bool(text),
        "q": text,
        **page_links(reverse("blacklist"), shown, {"q": text} if text else {}),
    }
    return _public(render(request, "public/blacklist/list.html", context))


def _rows() -> list[dict[str, str]]:
    return [
        {
            "name": row.name,
            "uscc": row.uscc,
            "grounds": row.get_grounds_display(),
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else "",
        }
        for row in standing()[:MOST]
    ]


@requires(PUBLIC)
@require_safe
def blacklist_csv(request: HttpRequest) -> HttpResponse:
    content = csv_bytes(COLUMNS, [list(row.values()) for row in _rows()])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="blacklist.csv"'
    return _public(response)


@requires(PUBLIC)
@require_safe
def blacklist_json(request: HttpRequest) -> HttpResponse:
    answer: dict[str, Any] = {"on": clock.today().isoformat(), "blacklist": _rows()}
    return _public(JsonResponse(answer, json_dumps_params={"ensure_ascii": False}))


@requires(PUBLIC)
class BlacklistFeed(PublicFeed):
    name, about = "blacklist_feed", "blacklist"
    title = "天府名品 品牌黑名单"
    subtitle = "现在在列的企业，新的在前。"

    def items(self) -> "QuerySet[BlacklistEntry]":
        return standing()[:SHOWN]

    def item_title(self, item: BlacklistEntry) -> str:
        return f"列入：{item.name}"

    def item_description(self, item: BlacklistEntry) -> str:
        until = f"，至 {item.until.isoformat()}" if item.until else ""
        return f"{item.get_grounds_display()}。自 {item.since.isoformat()}{until}。"

    def item_link(self, item: BlacklistEntry) -> str:
        return f"{settings.PUBLIC_URL}{reverse('blacklist')}?q={item.uscc}"

    def item_guid(self, item: BlacklistEntry) -> str:
        return f"{settings.PUBLIC_URL}{reverse('blacklist')}#{item.pk}"

    def item_pubdate(self, item: BlacklistEntry) -> datetime | None:
        return item.entered_at

    item_updateddate = item_pubdate

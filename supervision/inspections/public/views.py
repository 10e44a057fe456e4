"""检查结果 as a page, as CSV and as JSON; by enterprise, product or number."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.inspections.models import InspectionTask
from supervision.inspections.published import after_words, overdue, published
from tianfu.accounts.access import PUBLIC, requires
from tianfu.files.spreadsheets import csv_bytes
from tianfu.inbox.paging import page_links
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow import clock

PAGE, MOST, SHOWN = 30, 5000, 20
KEPT = 60  # seconds for caches
COLUMNS = ("检查对象", "编号", "持有人", "市（州）", "来源", "检查日期", "检查结果", "公布日期", "整改")


def _found(query: str) -> QuerySet[InspectionTask]:
    terms = search_terms(query)
    return published().filter(having("object__search", terms)) if terms else published()


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Newest first; what is overdue is named above the list."""
    query = parameters.word(request.GET, "q")
    shown = Paginator(_found(query), PAGE).get_page(parameters.page(request.GET))
    rows = list(shown.object_list)
    for row in rows:
        row.after = after_words(row)
    context: dict[str, Any] = {
        "rows": rows,
        "q": query,
        "count": shown.paginator.count,
        "paged": shown.number > 1 or query != "",
        "overdue": list(overdue()[:SHOWN]),
        **page_links(reverse("inspection_results"), shown, {"q": query} if query else {}),
    }
    return _public(render(request, "public/inspections/list.html", context))


def _rows() -> list[dict[str, str]]:
    return [
        {
            "object": task.object.name,
            "code": task.object.code,
            "holder": task.object.holder_name,
            "region": str(task.object.region),
            "origin": str(task.plan.number) if task.plan is not None else task.get_origin_display(),
            "visited_on": task.visited_on.isoformat() if task.visited_on else "",
            "result": task.get_word_display(),
            "published_on": clock.in_beijing(task.published_at).isoformat() if task.published_at else "",
            "rectification": after_words(task),
        }
        for task in published()[:MOST]
    ]


@requires(PUBLIC)
@require_safe
def results_csv(request: HttpRequest) -> HttpResponse:
    content = csv_bytes(COLUMNS, [list(row.values()) for row in _rows()])
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="inspections.csv"'
    return _public(response)


@requires(PUBLIC)
@require_safe
def results_json(request: HttpRequest) -> HttpResponse:
    """`{"inspections": [...], "page": address}`, the newest 5,000."""
    here = settings.PUBLIC_URL + reverse("inspection_results")
    answer = {"inspections": _rows(), "page": here}
    return _public(JsonResponse(answer, json_dumps_params={"ensure_ascii": False}))

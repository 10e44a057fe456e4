"""检查结果 as a page; by enterprise, product or number."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.inspections.models import InspectionTask
from supervision.inspections.public.data import RESULTS
from supervision.inspections.results.item_outcomes import item_outcomes, load_items
from supervision.inspections.results.published import after_words, correction_words, overdue, published
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.page_links import page_links
from tianfu.open_data.lists import KEPT
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms

PAGE, SHOWN = 30, 20


def _found(query: str) -> QuerySet[InspectionTask]:
    """All without words; none when nothing in them can be looked for."""
    if not query.strip():
        return published()
    terms = search_terms(query)
    return published().filter(having("object__search", terms)) if terms else published().none()


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
    load_items(rows)
    for row in rows:
        row.after, row.corrected = after_words(row), correction_words(row)
        row.outcomes = item_outcomes(row)
    context: dict[str, Any] = {
        "rows": rows,
        "q": query,
        "count": shown.paginator.count,
        "paged": shown.number > 1 or query != "",
        "overdue": list(overdue()[:SHOWN]),
        "data": RESULTS,
        **page_links(reverse("inspection_results"), shown, {"q": query} if query else {}),
    }
    return _public(render(request, "supervision/inspections/public/list.html", context))

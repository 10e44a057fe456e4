"""黑名单 for everybody: who is on it today, by which category of cause, until when.

The facts of a cause are not public, nor is who was on it once: a removal or the last day takes the name off.
"""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.lists.public.data import BLACKLIST, standing
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.inbox.page_links import page_links
from tianfu.open_data.lists import KEPT
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms

PAGE = 30


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@requires(PUBLIC)
@require_safe
def blacklist(request: HttpRequest) -> HttpResponse:
    text = parameters.word(request.GET, "q")
    terms = search_terms(text)
    rows = standing().filter(having("search", terms)) if terms or not text.strip() else standing().none()
    shown = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    context = {
        "rows": shown.object_list,
        "count": shown.paginator.count,
        "paged": shown.number > 1 or bool(text),
        "q": text,
        "data": BLACKLIST,
        **page_links(reverse("blacklist"), shown, {"q": text} if text else {}),
    }
    return _public(render(request, "supervision/lists/public/list.html", context))

"""Where in which list a page was opened: “第 3 件，共 12 件 · 下一件”. Carried in the address as `from` and `at`.

The list is asked again each time, so after an act, when the case has left the list, the next one stands in its place.
"""

from typing import Any
from urllib.parse import parse_qs, urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from applications.review.console.work_list import query_of, wish_of
from applications.review.work.sources import case_url
from applications.review.work.work_list import VIEWS, find, number_of
from tianfu.queries.counts import in_words
from tianfu.text import parameters
from tianfu.text.requests.lazily import Lazily
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind

SECOND = "view=second"
_LONGEST = 1500
# Of the second person's list, which comes from several sources, so many rows are asked for.
_SECONDS = 100


def _given(request: HttpRequest) -> tuple[str, int] | None:
    query, at = parameters.token(request.GET, "from", _LONGEST), parameters.whole(request.GET, "at", most=999_999)
    return (query, at) if query and at is not None else None


def in_list(request: HttpRequest, url: str, **query: str) -> str:
    """`url` with this query and the list this page was opened from."""
    given = _given(request)
    values = {**query, "from": given[0], "at": given[1]} if given else query
    return f"{url}?{urlencode(values)}" if values else url


def back_to_case(request: HttpRequest, pk: int) -> HttpResponse:
    """To the review page after an act, still in the same list."""
    return redirect(in_list(request, reverse("console:review", args=[pk])))


def position(request: HttpRequest) -> dict[str, Any] | None:
    """Context of components/list_position.html; None for a page that was not opened from a list."""
    given = _given(request)
    if given is None:
        return None
    query, at = given
    label, url, total, around = _second(request, at) if query == SECOND else _cases(request, query, at)
    before, here, after = around
    if here and not request.path.startswith(here.partition("?")[0]):
        # The case has left the list: what stood behind it has moved up.
        after, still = here, False
    else:
        still = bool(here)
    return {
        "label": label,
        "url": url,
        "total": total,
        "number": at + 1 if still else None,
        "newer_url": before,
        "older_url": after,
    }


def list_position(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `list_position`, looked up only by a page that shows it; `list_query` for links back to a case."""
    return {"list_position": Lazily(position, request), "list_query": Lazily(in_list, request, "")}


def _cases(request: HttpRequest, query: str, at: int) -> tuple[str, str, str, list[str]]:
    wish = wish_of(QueryDict(query))
    rows, clean = find(request.user, wish), query_of(wish)
    first = max(at - 1, 0)
    keys = list(rows.values_list("pk", flat=True)[first : at + 2])
    urls = {place: case_url(pk, clean, place) for place, pk in enumerate(keys, start=first)}
    # The place of what moves up is that of the case that left.
    around = [urls.get(at - 1, ""), urls.get(at, ""), urls.get(at + 1, "")]
    return VIEWS[wish.view], f"{reverse('console:work_list')}?{clean}", in_words(number_of(rows)), around


def _second(request: HttpRequest, at: int) -> tuple[str, str, str, list[str]]:
    held = work_items.waiting_for(request.user, Kind.SECOND, limit=_SECONDS)
    urls = [_moved_to(item.url, place) for place, item in enumerate(item for waiting in held for item in waiting.items)]
    around = [urls[place] if 0 <= place < len(urls) else "" for place in (at - 1, at, at + 1)]
    return Kind.SECOND.label, reverse("console:second"), str(sum(waiting.total for waiting in held)), around


def _moved_to(url: str, place: int) -> str:
    """The row's address with its place in the whole list, whatever its source wrote."""
    path, _, query = url.partition("?")
    values = {name: found[-1] for name, found in parse_qs(query).items()}
    return f"{path}?{urlencode({**values, 'from': SECOND, 'at': place})}"

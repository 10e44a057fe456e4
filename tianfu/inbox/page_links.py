"""Addresses of list pages, for the paging component."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from tianfu.text import parameters
from tianfu.workflow import clock

PAGE = 50


def address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def span(first: int, last: int) -> str:
    """第 1–20; of a single row 第 21."""
    return f"第 {first}" if first == last else f"第 {first}–{last}"


def page_links(path: str, page: Page[Any], query: Mapping[str, str]) -> dict[str, str]:
    """The context of components/pagination.html; nothing for a list that fits on one page."""
    if page.paginator.num_pages == 1:
        return {"newer_url": "", "older_url": "", "summary": ""}
    newer = page.number - 1 if page.has_previous() else None
    older = page.number + 1 if page.has_next() else None
    return {
        "newer_url": address(path, {**query, "page": str(newer)}) if newer else "",
        "older_url": address(path, {**query, "page": str(older)}) if older else "",
        "summary": f"{span(page.start_index(), page.end_index())} 条，共 {page.paginator.count} 条",
    }


def paged(request: HttpRequest, rows: Any, query: Mapping[str, str] | None = None, size: int = PAGE) -> dict[str, Any]:
    """The page of `rows` that the address asks for, with its links; `query`: what the address says besides."""
    found = Paginator(rows, size).get_page(parameters.page(request.GET))
    return {"rows": found.object_list, **page_links(request.path, found, query or {})}


def waiting_or_all(
    request: HttpRequest, rows: Any, waiting: Any, query: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The list of a desk: `waiting` in its order; with `?all=1` all of `rows`, the newest first."""
    everything = parameters.on(request.GET, "all")
    asked = ({"all": "1"} if everything else {}) | dict(query or {})
    found = paged(request, rows.order_by("-pk") if everything else waiting, asked)
    return {"everything": everything, "today": clock.today(), **found}

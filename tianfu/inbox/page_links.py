"""Addresses of list pages, for the paging component."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page


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

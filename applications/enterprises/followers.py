"""What upper subjects keep of an enterprise or a product, for the pages here that show it beside them."""

from collections.abc import Callable
from typing import Any

_cases: list[Callable[..., list[Any]]] = []


def register_cases(find: Callable[..., list[Any]]) -> None:
    """Register `find(enterprise=…)` and `find(product=…)` → filed cases that are still open."""
    if find not in _cases:
        _cases.append(find)


def open_cases(**wanted: Any) -> list[Any]:
    """Filed cases that are still open, of one enterprise or product."""
    return [row for find in _cases for row in find(**wanted)]

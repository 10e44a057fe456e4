"""Addresses that are written often: what stands before and after the one thing that each names, asked of the resolver once."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_resolver, reverse

# Stand in for what is named; no address of ours has either.
_WORD, _KEY = "Qz7-5Kw9", 918273645
# What an address writes as it is.
_PLAIN = re.compile(r"[A-Za-z0-9-]+")


def is_one(view: str) -> bool:
    """Whether the name means the same on every page: no namespace of it stands for several applications."""
    resolver = get_resolver()
    for space in view.split(":")[:-1]:
        if len(resolver.app_dict.get(space, ())) > 1 or space not in resolver.namespace_dict:
            return False
        resolver = resolver.namespace_dict[space][1]
    return True


def fixed(view: str) -> str | None:
    """The address of a page that names nothing; None where there is none."""
    try:
        return reverse(view)
    except NoReverseMatch:
        return None


def place(view: str) -> Callable[[Any], str]:
    """Gives `reverse(view, args=[value])`, cheaper for a word of plain letters and for a key."""
    return _place(view, settings.ROOT_URLCONF)


@cache
def _place(view: str, urlconf: str) -> Callable[[Any], str]:
    words, keys = _around(view, _WORD), _around(view, _KEY)

    def address(value: Any) -> str:
        if words is not None and isinstance(value, str) and _PLAIN.fullmatch(value):
            return f"{words[0]}{value}{words[1]}"
        if keys is not None and type(value) is int and value >= 0:
            return f"{keys[0]}{value}{keys[1]}"
        return reverse(view, args=[value])

    return address


def _around(view: str, stand_in: str | int) -> tuple[str, str] | None:
    try:
        before, found, after = reverse(view, args=[stand_in]).partition(str(stand_in))
    except NoReverseMatch:
        return None
    return (before, after) if found else None

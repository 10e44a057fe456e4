"""Finding cases by what an officer types: a number or its beginning, else every word by its search key."""

import re
from collections.abc import Callable
from typing import Any

from django.db.models import Q

from applications.enterprises.changes.models import FormerName
from applications.enterprises.models import Product
from applications.enterprises.products.models import ProductVersion
from tianfu.accounts.models import Organisation
from tianfu.text.columns import among, having, indexed
from tianfu.text.search_key import search_key, search_terms
from tianfu.workflow.numbers import find

# What upper floors know a case by: one key → rows.
_known: list[Callable[[str], Q]] = []
# The product as this case names it, and as it is called now.
_COLUMNS = ("search", "enterprise__organisation__search", "product_version__search", "product__search")
# Of more hits of a word than this no list is made: the rows are asked one by one, and enough are soon found.
_FEW = 5000
_MANY = 1_000_000
# As numbers begin: letters of the brand and of the way, then digits.
_NUMBER = re.compile(r"[a-z]{3,13}[0-9]+")


def register_known_by(known: Callable[[str], Q]) -> Callable[[str], Q]:
    """Register `known(key) -> Q`: cases are also found by what it answers, e.g. the number of the authorization."""
    _known.append(known)
    return known


@register_known_by
def known_before(key: str) -> Q:
    """Cases are found by every name their enterprise bore, and by those of firms it took over."""
    return Q(enterprise__in=FormerName.objects.filter(having("search", [key])).values("enterprise"))


def matching(rows: Any, text: str) -> Any:
    """Cases that answer `text`: number, name or credit code of the enterprise, product, model, trademark, standard.

    Every case for an empty text, none when nothing in it can be found. The longest word is looked up first, each way by
    its own index; where it leaves few rows, the others are asked of those alone.
    """
    if not text.strip():
        return rows
    number = find(text)
    terms = [search_key(str(number))] if number is not None else search_terms(text)
    if not terms:
        return rows.none()
    first, *others = sorted(terms, key=len, reverse=True)
    for term in others:
        rows = rows.filter(_any(_ways(term)))
    keys = _keys(rows, _ways(first))
    # Kept by every copy of the query: whoever counts need not look again.
    if len(keys) <= _FEW:
        found = rows.filter(among(keys))
        found.query.known_number = len(keys)
    else:
        found = rows.filter(_any([having(column, [first]) for column in _COLUMNS] + [known(first) for known in _known]))
        found.query.known_number = _MANY
    return found


def known_number(found: Any) -> int | None:
    """How many cases `matching` found, `_MANY` where it did not look how many; None for a list that it did not make."""
    return getattr(found.query, "known_number", None)


def _ways(key: str) -> list[Q]:
    """How a case may answer one word. The product as this case names it, and as it is called now."""
    begins = _NUMBER.fullmatch(key) is not None
    return [
        Q(search__startswith=key) if begins else indexed("search", [key]),
        Q(enterprise__organisation__in=Organisation.objects.filter(indexed("search", [key])).order_by()),
        Q(product_version__in=ProductVersion.objects.filter(indexed("search", [key])).order_by()),
        Q(product__in=Product.objects.filter(indexed("search", [key])).order_by()),
        *(known(key) for known in _known),
    ]


def _any(ways: list[Q]) -> Q:
    wanted = Q()
    for way in ways:
        wanted |= way
    return wanted


def _keys(rows: Any, ways: list[Q]) -> list[int]:
    """The keys of all rows found in one of these ways, in one query; of many only the first `_FEW` and some more."""
    first, *others = [rows.filter(way).order_by().values("pk")[: _FEW + 1] for way in ways]
    return [pk for (pk,) in first.union(*others).values_list("pk")]

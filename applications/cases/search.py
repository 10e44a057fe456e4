"""Finding cases by what an officer types: a number anywhere in the text, else every word by its search key."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from applications.enterprises.changes.models import FormerName
from tianfu.text.columns import having
from tianfu.text.search_key import search_key, search_terms
from tianfu.workflow.numbers import find

# What upper floors know a case by: one key → rows.
_known: list[Callable[[str], Q]] = []
# The product as this case names it, and as it is called now.
_COLUMNS = ("search", "enterprise__organisation__search", "product_version__search", "product__search")


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

    Every case for an empty text, none when nothing in it can be found.
    """
    if not text.strip():
        return rows
    number = find(text)
    terms = [search_key(str(number))] if number is not None else search_terms(text)
    if not terms:
        return rows.none()
    for term in terms:
        wanted = Q()
        for column in _COLUMNS:
            wanted |= having(column, [term])
        for known in _known:
            wanted |= known(term)
        rows = rows.filter(wanted)
    return rows

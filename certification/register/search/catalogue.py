"""A page of the register with the number of what was found, from one question where nothing is searched by words."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import BigIntegerField

from certification.authorizations.lookup import counts
from certification.authorizations.lookup.asked import TODAY
from certification.authorizations.states import AuthorizationState
from certification.register.search.line import Line, columns, line_of, lines
from certification.register.search.order import ORDERS
from certification.register.search.query import PAGE, Page, Query, filtered, in_order, page_of, search
from certification.register.search.tally import Tally, bounded, first_of, tally
from tianfu.queries.given import Given, given_text
from tianfu.queries.rows import Counted
from tianfu.queries.together import Rows, Together

S = AuthorizationState
_LIVE = (S.ACTIVE, S.SUSPENDED)
_STATES = frozenset({"", *_LIVE, S.EXPIRED, S.WITHDRAWN, S.CANCELLED})
_KEYS = BigIntegerField()
# By what a list may be narrowed besides the state, and the cursors; each is given when the list is asked.
NARROWED: dict[str, Given] = {
    "sector": given_text("sector"),
    "industry": Given("industry", _KEYS),
    "region": given_text("region"),
    "route": given_text("route"),
    "programme": given_text("programme"),
}
CURSORS = {name: Given(name, _KEYS) for name in ("before", "after")}


@dataclass(frozen=True)
class Extract:
    """`page`: the rows with their cursors."""

    page: Page[Line]
    tally: Tally


def extract(query: Query, today: date) -> Extract:
    """One query; a search by words takes two or three."""
    if query.text.strip() or query.status not in _STATES or (query.sort and query.sort not in ORDERS):
        found = search(query, today)
        shown = Page([line_of(row, today) for row in found.rows], found.newer, found.older)
        return Extract(shown, tally(query, today))
    narrowed = tuple(name for name in NARROWED if getattr(query, name))
    cursors = tuple(name for name in CURSORS if getattr(query, name) is not None)
    values = {name: getattr(query, name) for name in (*narrowed, *cursors)}
    told = _asked(narrowed, cursors, query.status, query.sort).ask(today=today, **values)
    return Extract(page_of(lines(told["rows"], today), query), _tally(told, query.status, narrowed=bool(narrowed)))


@lru_cache(maxsize=500)
def _asked(narrowed: tuple[str, ...], cursors: tuple[str, ...], status: str, sort: str) -> Together:
    """One statement for each combination. What is rare and what is frequent are found best in different ways: a plan is
    kept only where nothing is narrowed by a value."""
    given: dict[str, Any] = {name: (NARROWED | CURSORS)[name] for name in (*narrowed, *cursors)}
    shape: Any = replace(Query(status=status, sort=sort), **given)
    parts: dict[str, Rows] = {"rows": lambda: columns(in_order(filtered(shape, TODAY), shape)[: PAGE + 1])}
    if narrowed:
        parts["number"] = lambda: Counted(first_of(filtered(shape, TODAY)))
    else:
        parts["kept"] = counts.rows
        states = _LIVE if status == S.EXPIRED else (status,)
        if status in (*_LIVE, S.EXPIRED):
            parts["over"] = lambda: Counted(counts.over_rows(TODAY, states))
    return Together(parts, planned=not narrowed)


def _tally(found: dict[str, list[Any]], status: str, *, narrowed: bool) -> Tally:
    """As `certification.register.search.tally.tally` says."""
    if narrowed:
        return bounded(found["number"][0])
    kept = sum(int(number) for state, _, number in found["kept"] if not status or state == status)
    over = found["over"][0] if "over" in found else 0
    return Tally(kept + over if status == S.EXPIRED else kept - over, exact=True)

"""What may or must be done about an authorization: a table that its subjects fill, shown on the holder's page and on the
operator's.

A subject adds its rows in a file `authorization_entries.py`, with `register_entry`. A source answers for one
authorization on one day, in one query of its own where it needs any; None = nothing to say now.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from certification.authorizations.models.authorization import Authorization
from tianfu.registry.spoken import for_readers_of
from tianfu.registry.table import Table


@dataclass(frozen=True)
class Entry:
    """`title`: what it is, such as 续期; `what`: what to do or how it stands, as a sentence without its end.

    `due`: the last day, inclusive, of what has to be done; `opens`: the first day of what cannot be done yet. What has
    neither may be done at any time.
    """

    title: str
    what: str
    url: str
    action: str = "查看"
    due: date | None = None
    opens: date | None = None


Source = Callable[[Authorization, date], Entry | None]


@dataclass(frozen=True)
class Sources:
    """What the holder reads and what the operator reads; None = nothing on that side. `order`: lower comes first."""

    holder: Source | None
    operator: Source | None
    order: int = 50


ENTRIES: Table[Sources] = Table("授权页上的事项", "authorization_entries.py")


def register_entry(
    key: str, place: str, *, holder: Source | None = None, operator: Source | None = None, order: int = 50
) -> None:
    """`place`: `__name__` of the caller; `order` among what has no day: everyday matters low, the end of all last."""
    ENTRIES.add(key, Sources(holder, operator, order), place)


def _sources() -> list[Sources]:
    return sorted(ENTRIES.values(), key=lambda row: row.order)


@dataclass(frozen=True)
class Agenda:
    """`ahead`: what has a day, the nearest first; `entries`: the rest, in their order."""

    ahead: list[Entry]
    entries: list[Entry]


def _agenda(authorization: Authorization, found: list[Entry | None]) -> Agenda:
    rows = [_in_words(authorization, entry) for entry in found if entry is not None]
    dated = [entry for entry in rows if entry.due or entry.opens]
    dated.sort(key=lambda entry: min(day for day in (entry.opens, entry.due) if day))
    return Agenda(dated, [entry for entry in rows if entry not in dated])


def _in_words(authorization: Authorization, entry: Entry) -> Entry:
    """In the words of the programme of the mark."""
    title, what, action = (for_readers_of(authorization, text) for text in (entry.title, entry.what, entry.action))
    return replace(entry, title=title, what=what, action=action)


def holders_agenda(authorization: Authorization, day: date) -> Agenda:
    """What the holder's page of an authorization lists on `day`."""
    return _agenda(authorization, [row.holder(authorization, day) for row in _sources() if row.holder])


def operators_agenda(authorization: Authorization, day: date) -> Agenda:
    """What the operator's page of an authorization lists on `day`."""
    return _agenda(authorization, [row.operator(authorization, day) for row in _sources() if row.operator])

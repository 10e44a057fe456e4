"""One timeline of an authorization, for its holder and for the operator: a table that its subjects fill.

A subject adds its source in a file `authorization_events.py`, with `register_events`. A source answers for one
authorization in a fixed number of queries.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.history import officers_history, public_history
from tianfu.registry.spoken import for_readers_of
from tianfu.registry.table import Table


@dataclass(frozen=True)
class Event:
    """`person` did it, as officers read; `role` is what the holder reads of him. `inside`: words for officers only.

    `holder`, `operator`: where each reads more; "" = nowhere. `tone` as in components/timeline.html.
    """

    at: datetime
    what: str
    role: str = ""
    person: str = ""
    note: str = ""
    inside: str = ""
    tone: str = ""
    holder: str = ""
    operator: str = ""


Source = Callable[[Authorization], Iterable[Event]]
EVENTS: Table[Source] = Table("授权的经过", "authorization_events.py")


def register_events(key: str, place: str, source: Source) -> None:
    """`place`: `__name__` of the caller."""
    EVENTS.add(key, source, place)


def _of_subjects(authorization: Authorization) -> list[Event]:
    return [event for source in EVENTS.values() for event in source(authorization)]


def _newest_first(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of one moment, what was given first stays first."""
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def holders_timeline(authorization: Authorization, day: date) -> list[dict[str, Any]]:
    """Newest first, for components/timeline.html: roles instead of names."""
    rows = public_history(authorization, day) if authorization.number else []
    rows += [
        {"at": event.at, "who": event.role, "what": for_readers_of(authorization, event.what), "note": event.note, "tone": event.tone,
         "url": event.holder}
        for event in _of_subjects(authorization)
    ]  # fmt: skip
    return _newest_first(rows)


def operators_timeline(authorization: Authorization) -> list[dict[str, Any]]:
    """Newest first, with names and with the words for officers."""
    rows = officers_history(authorization)
    rows += [
        {"at": event.at, "who": event.person or event.role, "what": for_readers_of(authorization, event.what), "tone": event.tone,
         "note": "\n".join(part for part in (event.note, event.inside) if part), "url": event.operator}
        for event in _of_subjects(authorization)
    ]  # fmt: skip
    return _newest_first(rows)

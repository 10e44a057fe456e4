"""What waits for an enterprise besides its cases: a registry that the portal's home reads.

Every app registers its own sources in `ready()`, as desks do (tianfu.workflow.work_items). A source is its rows, and what each
of them says. Which of them hold anything is asked of all in one query; only those are read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from applications.enterprises.models import Enterprise
from tianfu.workflow.upkeep.row_counts import numbers_of


@dataclass(frozen=True)
class Todo:
    """One row of the home. `what` says what to do, as a sentence without its end; `due` is the last day, if there is one."""

    title: str
    what: str
    url: str
    action: str
    due: date | None = None


Rows = Callable[[Enterprise], "QuerySet[Any]"]
Said = Callable[[Any], Iterable[Todo]]
_sources: dict[str, tuple[Rows, Said]] = {}


def register(key: str, rows: Rows, said: Said) -> None:
    """A second registration under the same key takes the place of the first."""
    _sources[key] = rows, said


def todos(enterprise: Enterprise) -> list[Todo]:
    """All of them, the nearest last day first."""
    asked = [(rows(enterprise), said) for rows, said in _sources.values()]
    held = numbers_of((rows for rows, _ in asked), 1)
    found = [item for (rows, said), some in zip(asked, held, strict=True) if some for row in rows for item in said(row)]
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max))

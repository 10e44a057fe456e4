"""What waits for an enterprise besides its cases: a registry that the portal's home reads.

Every app registers its own sources in `ready()`, as desks do (tianfu.workflow.work_items). A source answers for one
enterprise, in one query of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from applications.enterprises.models import Enterprise


@dataclass(frozen=True)
class Todo:
    """One row of the home. `what` says what to do, as a sentence without its end; `due` is the last day, if there is one."""

    title: str
    what: str
    url: str
    action: str
    due: date | None = None


Source = Callable[[Enterprise], Iterable[Todo]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """A second registration under the same key takes the place of the first."""
    _sources[key] = source


def todos(enterprise: Enterprise) -> list[Todo]:
    """All of them, the nearest last day first."""
    found = [item for source in _sources.values() for item in source(enterprise)]
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max))

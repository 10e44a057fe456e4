"""What waits for a certification body besides its certificates: a registry that the body's home reads, as enterprises
have it (applications.enterprises.todo)."""

from collections.abc import Callable, Iterable
from datetime import date

from applications.enterprises.todo import Todo
from certification.bodies.models import CertificationBody

Source = Callable[[CertificationBody], Iterable[Todo]]
_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """A second registration under the same key takes the place of the first."""
    _sources[key] = source


def todos(body: CertificationBody) -> list[Todo]:
    """All of them, the nearest last day first."""
    found = [item for source in _sources.values() for item in source(body)]
    return sorted(found, key=lambda item: (item.due is None, item.due or date.max))

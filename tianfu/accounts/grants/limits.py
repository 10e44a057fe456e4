"""What policy says about grants. The policies live on an upper floor, which registers how to read them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Limits:
    """`waiting_hours`: from the grant (and the first second factor) until the role holds. `answer_days`: for which a
    proposal waits for its second administrator."""

    waiting_hours: int
    answer_days: int


_sources: list[Callable[[], Limits]] = []


def register_limits(source: Callable[[], Limits]) -> Callable[[], Limits]:
    """Called once, from `ready()` of the floor that knows."""
    _sources[:] = [source]
    return source


def limits() -> Limits:
    """As they are now. Raises what the source raises when a value is missing."""
    if not _sources:
        raise ImproperlyConfigured("nobody registered the limits of grants")
    return _sources[0]()

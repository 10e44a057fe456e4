"""Objects that a process makes once, also when many threads ask for the first time together."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class MadeOnce(Generic[T]):
    """`functools.cache` alone lets threads that come together make several and drops all but one. A Redis client that
    is dropped closes its pool, under the thread that still reads from it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._made, self._lock = cache(make), Lock()

    def __call__(self) -> T:
        with self._lock:
            return self._made()

    def cache_clear(self) -> None:
        """The next who asks makes it anew."""
        self._made.cache_clear()

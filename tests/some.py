"""Rows, finds or files that a test loops over: there are some, or its assertions would never be asked."""

from collections.abc import Iterable
from typing import TypeVar

Row = TypeVar("Row")


def some(rows: Iterable[Row]) -> list[Row]:
    """All of them, of which there must be at least one."""
    found = list(rows)
    assert found, "nothing to loop over"
    return found

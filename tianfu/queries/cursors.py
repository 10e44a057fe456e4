"""A page of a long list by cursor: what of the rows read stands on it, and where the list goes on. Newest first."""

from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

R = TypeVar("R")


class Leaf(NamedTuple, Generic[R]):
    """`newer`, `older`: the row from which the page before and the page after begin; None where there is none."""

    rows: list[R]
    newer: R | None
    older: R | None


def leaf_of(read: Iterable[R], size: int, *, before: int | None, after: int | None) -> Leaf[R]:
    """`read`: the rows from the cursor on and one more than `size`; upwards when the page lies `after` one."""
    found = list(read)
    more, rows, back = len(found) > size, found[:size], after is not None
    if back:
        rows.reverse()
    if not rows:
        return Leaf(rows, None, None)
    newer = rows[0] if before is not None or (back and more) else None
    return Leaf(rows, newer, rows[-1] if more or back else None)

"""Rows of a long list, counted as far as people read: exact to `MOST`, then “999+”; what grows is not counted whole."""

from typing import Any

from django.db.models import QuerySet

# Beyond it nobody needs the number, and counting would cost more than the list.
MOST = 999


def number_of(rows: QuerySet[Any]) -> int:
    """How many rows there are, up to one more than `MOST`."""
    return rows.order_by()[: MOST + 1].count()


def in_words(number: int) -> str:
    """The number as people read it."""
    return str(number) if number <= MOST else f"{MOST}+"

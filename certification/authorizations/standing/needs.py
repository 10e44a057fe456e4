"""What authorizations need of somebody, and by when: a table that the subjects fill, read by the operator's overview.

A subject adds its rows in a file `authorization_needs.py`, with `register_need`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from certification.authorizations.models.authorization import Authorization
from tianfu.registry.table import Table

Marks = QuerySet[Authorization]


@dataclass(frozen=True)
class Need:
    """`found(marks, day)` narrows the authorizations and gives each `need_due`, the day it is about.

    `dated(marks, first, last)`: the same for the calendar, whatever falls between the two days; None = no days of its
    own. `asks`: what the holder is reminded of, a sentence without its end; "" = the operator's own errand.
    """

    label: str
    what: str
    found: Callable[[Marks, date], Any]
    dated: Callable[[Marks, date, date], Any] | None = None
    asks: str = ""


NEEDS: Table[Need] = Table("授权需要办理的事项", "authorization_needs.py")


def register_need(key: str, place: str, need: Need) -> None:
    """`place`: `__name__` of the caller."""
    NEEDS.add(key, need, place)

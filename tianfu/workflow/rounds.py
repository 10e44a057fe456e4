"""A round of the beat over many rows: what one of them raises is its own, the others have their turn."""

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar

from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection, transaction

log = logging.getLogger(__name__)
Row = TypeVar("Row")


def each(what: str, rows: Iterable[Row], act: Callable[[Row], object]) -> int:
    """Do `act` for every row, each in a transaction of its own; returns the sum of what they returned (True is 1).

    A row that raises is rolled back, logged with `what`, and met again in the next round. Only the end of the task's
    time, or a database that is gone, ends the round.
    """
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                answer: Any = act(row)
                done += int(answer or 0)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("%s: row %s not done, the others go on", what, getattr(row, "pk", row))
            if not connection.is_usable():
                raise
    return done


def one_by_one(day: date, *steps: Callable[[date], object]) -> None:
    """Run the steps of a task for this day; a step that raises does not keep the next ones from their turn."""
    for step in steps:
        try:
            step(day)
        except SoftTimeLimitExceeded:
            raise
        except Exception:
            log.exception("step %s of %s not done, the others go on", step.__name__, day)

"""Statements that the database has read and planned before: each connection is told one once, then only its values."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import InterfaceError, OperationalError, connection

# On Django's connection: (the driver's connection that it spoke of, the names it knows).
_KNOWN = "_tianfu_prepared"


class Statement:
    """`sql` with `$1`, `$2` … where values stand; it gives one row."""

    def __init__(self, sql: str, values: int) -> None:
        self.name = f"kept_{hashlib.sha256(sql.encode()).hexdigest()[:24]}"
        self.prepare = f"PREPARE {self.name} AS {sql}"
        places = f"({', '.join(['%s'] * values)})" if values else ""
        self.call = f"EXECUTE {self.name}{places}"


def answer(statement: Statement, values: Sequence[Any]) -> Any:
    """The first column of its row."""
    return _alive(lambda: _run(statement, values))


def answer_anew(sql: str, values: Sequence[Any]) -> Any:
    """The same of a statement that the database plans for these very values."""
    return _alive(lambda: _run_anew(sql, values))


def _alive(run: Callable[[], Any]) -> Any:
    """A connection kept from an earlier request may have died since. Elsewhere each request asks first whether it lives;
    here the statement itself shows it, and is asked again on a new connection."""
    unsure = connection.health_check_enabled and not connection.health_check_done
    if connection.connection is None or not unsure or connection.in_atomic_block:
        return run()
    connection.health_check_done = True
    try:
        return run()
    except (OperationalError, InterfaceError):
        if connection.is_usable():
            raise
        connection.close()
        return run()


def _run(statement: Statement, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        if statement.name not in (known := _known()):
            cursor.execute(statement.prepare)
            known.add(statement.name)
        cursor.execute(statement.call, values)
        return cursor.fetchone()[0]


def _run_anew(sql: str, values: Sequence[Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _known() -> set[str]:
    """What the database knows by name on this very connection."""
    spoken_of, known = getattr(connection, _KNOWN, (None, set()))
    if spoken_of is not connection.connection:
        known = set()
        setattr(connection, _KNOWN, (connection.connection, known))
    return known

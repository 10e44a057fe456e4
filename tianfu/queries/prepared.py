"""Statements that the database has read and planned before: each connection is told one once, then only its values."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

# On Django's connection: (the driver's connection that it spoke of, the names it knows).
_KNOWN = "_tianfu_prepared"
# Statements that one connection keeps; each takes memory of the database.
MOST = 100


class Statement:
    """`sql` with `$1`, `$2` … where values stand; it gives one row."""

    def __init__(self, sql: str, values: int) -> None:
        self.name = f"kept_{hashlib.sha256(sql.encode()).hexdigest()[:24]}"
        self.prepare = f"PREPARE {self.name} AS {sql}"
        places = f"({', '.join(['%s'] * values)})" if values else ""
        self.call = f"EXECUTE {self.name}{places}"


def answer(statement: Statement, values: Sequence[Any]) -> Any:
    """The first column of its row."""
    return _alive(lambda given: _run(given, statement, values))


def answer_anew(sql: str, values: Sequence[Any]) -> Any:
    """The same of a statement that the database plans for these very values."""
    return _alive(lambda given: _run_anew(given, sql, values))


def _alive(run: Callable[[Any], Any]) -> Any:
    """A connection kept from an earlier request may have died since. Elsewhere each request asks first whether it lives;
    here the statement itself shows it, and is asked again on a new connection."""
    given: Any = connections[DEFAULT_DB_ALIAS]
    if given.connection is None or not given.health_check_enabled or given.health_check_done or given.in_atomic_block:
        return run(given)
    given.health_check_done = True
    try:
        return run(given)
    except (OperationalError, InterfaceError):
        if given.is_usable():
            raise
        given.close()
        return run(given)


def _run(given: Any, statement: Statement, values: Sequence[Any]) -> Any:
    with given.cursor() as cursor:
        if statement.name not in (known := _known(given)):
            if len(known) >= MOST:
                cursor.execute("DEALLOCATE ALL")
                known.clear()
            cursor.execute(statement.prepare)
            known.add(statement.name)
        cursor.execute(statement.call, values)
        return cursor.fetchone()[0]


def _run_anew(given: Any, sql: str, values: Sequence[Any]) -> Any:
    with given.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def _known(given: Any) -> set[str]:
    """What the database knows by name on this very connection."""
    spoken_of, known = getattr(given, _KNOWN, (None, set()))
    if spoken_of is not given.connection:
        known = set()
        setattr(given, _KNOWN, (given.connection, known))
    return known

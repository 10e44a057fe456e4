"""A world that was made once, as a copy of its rows and files: made beside the test, and set again in it.

The rows are made in a connection of their own whose transaction is taken back, so that nothing of the test is in them.
"""

import io
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import OperationalError, connection, connections, models, transaction
from django.test import override_settings

from tests.starting_rows import SCHEMA, columns_of
from tianfu.workflow import clock

FOREVER = 1e9
OFTEN = 3  # from the third time on, the rows are worth tables of their own
TABLES = "kept_rows"
making = False
_functions = itertools.count(1)
_process = os.getpid()  # a fork of it has the same database


class Row(NamedTuple):
    model: type[models.Model]
    pk: Any


@dataclass
class Kept:
    """The rows by table as COPY writes them, the SQL that takes away those rows of the beginning which they replace and
    brings sequences past the numbers of these, the files, the moment."""

    made: Any  # rows as (model, key), in the tuple or dict they were returned in
    rows: list[tuple[str, str, bytes]]
    instead: list[str]
    numbers: list[str]
    files: Path
    ended: datetime
    moved: bool
    uses: int = 0
    function: str = ""

    def set_again(self) -> Any:
        self.uses += 1
        if self.uses == OFTEN and os.getpid() == _process:
            self.function = _function(self)
        with connection.cursor() as cursor:
            # They were let in and found whole when they were made.
            cursor.execute("SET LOCAL session_replication_role = replica")
            if self.function:
                cursor.execute(f"SELECT {self.function}()")
            else:
                _copy_in(cursor, self)
            cursor.execute("SET LOCAL session_replication_role = origin")
        shutil.copytree(self.files, settings.MEDIA_ROOT, copy_function=shutil.copyfile, dirs_exist_ok=True)
        if self.moved:
            clock.remember(max(self.ended, clock.now()) - clock.machine_now(), FOREVER)
        return _fetched(self.made)


@dataclass(frozen=True)
class Both:
    """Strangers, and a first world that was made without them."""

    strangers: "Kept | Both"
    world: Kept

    def set_again(self) -> Any:
        self.strangers.set_again()
        return self.world.set_again()


def _copy_in(cursor: Any, kept: Kept) -> None:
    for statement in (*kept.instead, *kept.numbers):
        cursor.execute(statement)
    for table, columns, data in kept.rows:
        cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', io.BytesIO(data))


def _function(kept: Kept) -> str:
    """A function in the database that sets the rows again from tables beside it: to read and compress them anew from what
    COPY wrote takes the database five times as long."""
    name = f"{TABLES}.again_{next(_functions)}"
    steps = [*kept.instead, *(statement.replace("SELECT", "PERFORM", 1) for statement in kept.numbers)]
    try:
        with _beside(last=True) as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {TABLES}")
            for number, (table, columns, data) in enumerate(kept.rows):
                cursor.execute(f'CREATE TABLE {name}_{number} AS SELECT {columns} FROM "{table}" WITH NO DATA')
                cursor.copy_expert(f"COPY {name}_{number} FROM STDIN", io.BytesIO(data))
                steps.append(f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT * FROM {name}_{number}')
            body = "".join(f"{step};\n" for step in steps)
            cursor.execute(f"CREATE FUNCTION {name}() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n{body}END $$")
    except OperationalError:
        return ""
    return name


@contextmanager
def _beside(*, last: bool = False) -> Iterator[Any]:
    """Another connection in the place of the test's, in a transaction that is taken back unless it shall `last`."""
    own = connections["default"]
    connections["default"] = other = own.copy()
    try:
        with transaction.atomic():
            with other.cursor() as cursor:
                # Something the test holds is waited for in vain.
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                yield cursor
            transaction.set_rollback(not last)
    finally:
        other.close()
        connections["default"] = own


def make(build: Callable[[], Any], base: Kept | Both | None) -> Kept | None:
    global making
    before = clock.offset()
    files = Path(tempfile.mkdtemp(prefix="kept-", dir=Path(settings.MEDIA_ROOT).parent))
    making = True
    try:
        with override_settings(MEDIA_ROOT=files), _beside() as cursor:
            cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
            ((first,),) = cursor.fetchall()
            if base is not None:
                base.set_again()
                clock.remember(before, FOREVER)  # a test may have set it back since
            made = _named(build())
            rows = _written(cursor, first)
            numbers = _numbers(cursor, [table for table, _, _ in rows])
            moved = before != timedelta() or clock.offset() != before
            return Kept(made, rows, _instead(cursor, rows, first), numbers, files, clock.now(), moved)
    except OperationalError:
        return None
    finally:
        making = False
        clock.remember(before, FOREVER)


def _named(made: Any) -> Any:
    if isinstance(made, dict):
        return {name: _named(row) for name, row in made.items()}
    return tuple(_named(row) for row in made) if isinstance(made, tuple) else Row(type(made), made.pk)


def _fetched(made: Any) -> Any:
    if isinstance(made, dict):
        return {name: _fetched(row) for name, row in made.items()}
    return made.model._base_manager.get(pk=made.pk) if isinstance(made, Row) else tuple(map(_fetched, made))


def _written(cursor: Any, first: int) -> list[tuple[str, str, bytes]]:
    """Every row that a transaction from number `first` on has written."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\" WHERE xmin::text::bigint >= {first})"
            for table in sorted(tables)
        )
    )
    found = []
    for (table,) in cursor.fetchall():
        columns = columns_of(cursor, table)
        data = io.BytesIO()
        query = f'SELECT {columns} FROM "{table}" WHERE xmin::text::bigint >= {first}'
        cursor.copy_expert(f"COPY ({query}) TO STDOUT", data)
        found.append((table, columns, data.getvalue()))
    return found


def _instead(cursor: Any, rows: list[tuple[str, str, bytes]], first: int) -> list[str]:
    found = []
    for table, _, _ in rows:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f'{SCHEMA}."{table}"'])
        if cursor.fetchone() == (True,):
            key = connection.introspection.get_primary_key_column(cursor, table)
            cursor.execute(
                f'SELECT string_agg(quote_literal("{key}"), \',\') FROM "{table}" WHERE xmin::text::bigint >= {first}'
                f' AND "{key}" IN (SELECT "{key}" FROM {SCHEMA}."{table}")'
            )
            ((keys,),) = cursor.fetchall()
            found += [f'DELETE FROM "{table}" WHERE "{key}" IN ({keys})'] if keys else []
    return found


def _numbers(cursor: Any, tables: list[str]) -> list[str]:
    """SQL that brings each sequence past the kept rows: a test may have set it back."""
    cursor.execute(
        "SELECT format('SELECT setval(%%1$L, %%2$s) WHERE (SELECT last_value < %%2$s OR NOT is_called FROM %%1$s)', name, last)"
        " FROM (SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) AS name, s.last_value AS last"
        " FROM information_schema.columns JOIN pg_sequences s ON pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " = format('%%I.%%I', s.schemaname, s.sequencename)"
        " WHERE table_schema = 'public' AND table_name = ANY(%s)) AS found WHERE last IS NOT NULL",
        [tables],
    )
    return [statement for (statement,) in cursor.fetchall()]

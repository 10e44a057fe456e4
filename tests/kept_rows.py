"""Where most tests begin (a draft, a filed case, a decided mark) is made once in each process, by the real functions.

Whoever asks for the same again, in a world that holds no organisation and no batch yet and has every policy as at the
beginning, gets its rows, its files and the moment it ended at set again: fifty times cheaper. The rows are made beside
the test, in a connection of their own whose transaction is taken back, so that nothing of that test is in them; people
whom a test has made before come later than the case and were told nothing of it. Where a test has changed a setting or a
function, everything is made anew.

Steps follow one another: what is asked for when nothing was written since the last kept step (the people of a case, then
the case, then the case three stages on) is kept as the next one, with all rows before it; in a test that commits, only the
first.
"""

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import OperationalError, connection, connections, models, transaction
from django.test import override_settings

from tests.starting_rows import SCHEMA, columns_of
from tianfu.workflow import clock

# What conftest.py sets for every test, and what no making looks at.
USUAL = {"MEDIA_ROOT", "PASSWORD_HASHERS", "AXES_ENABLED", "LIMITS", "GUESS_LIMITS", "STORAGES"}
USUAL |= {"default_settings", "_deleted", "SETTINGS_MODULE"}
# Nothing of these may be there yet, or no more than at the beginning: the factories would take it up.
EMPTY = ("accounts_organisation", "applications_batch")
GIVEN = ("workflow_policy", "workflow_holiday", "workflow_calendarversion", "applications_programmeversion")
SPAN = timedelta(minutes=15)  # of real time in which what was made counts as made now: about as long as a whole run

FOREVER = 1e9
patches: pytest.MonkeyPatch | None = None  # of the running test
_known: "dict[tuple[Any, ...], Kept]" = {}
_last: "Step | None" = None  # of the running test
SAVEPOINT = "kept_rows"
# As the view pg_stat_xact_user_tables, which takes three times as long.
WRITES = (
    "SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
    " + pg_stat_get_xact_tuples_deleted(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_given: tuple[int, ...] = ()
_making = False


class Row(NamedTuple):
    model: type[models.Model]
    pk: Any


@dataclass(frozen=True)
class Kept:
    """The rows by table as COPY writes them, the SQL that takes away those rows of the beginning which they replace, the
    numbers that sequences must have passed, the files, the moment."""

    made: Any  # rows as (model, key), in the tuple or dict they were returned in
    rows: list[tuple[str, str, bytes]]
    instead: str
    numbers: str
    files: Path
    ended: datetime
    moved: bool

    def set_again(self) -> Any:
        with connection.cursor() as cursor:
            # They were let in and found whole when they were made.
            cursor.execute(f"SET LOCAL session_replication_role = replica; {self.instead}")
            for table, columns, data in self.rows:
                cursor.copy_expert(f'COPY "{table}" ({columns}) FROM STDIN', io.BytesIO(data))
            cursor.execute(f"SET LOCAL session_replication_role = origin; {self.numbers}")
        shutil.copytree(self.files, settings.MEDIA_ROOT, dirs_exist_ok=True)
        if self.moved:
            clock.remember(max(self.ended, clock.now()) - clock.machine_now(), FOREVER)
        return _fetched(self.made)


@dataclass(frozen=True)
class Step:
    """The last that was set again, how much this transaction had written by then, and the savepoints it stands in."""

    key: tuple[Any, ...]
    written: int
    within: tuple[str, ...]


def of_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test begins, whose changes of functions and settings are made with this."""
    global patches, _last
    patches, _last = monkeypatch, None


def begin() -> None:
    """Remember the rows that every test finds: after they were loaded, and after they were put back."""
    global _given
    with connection.cursor() as cursor:
        _given = _standing(cursor)


def _standing(cursor: Any) -> tuple[int, ...]:
    """How many rows there are, and which transaction wrote one last."""
    looks = ", ".join(f"(SELECT count(*) + max(xmin::text::bigint) * 1000000 FROM {table})" for table in GIVEN)
    cursor.execute(f"SELECT {looks}")
    return tuple(cursor.fetchone())


def once(what: str, detail: str, build: Callable[[], Any], on: Sequence[models.Model] = ()) -> Any:
    """What `build()` makes and returns (a row, a tuple or dict of rows); in an ordinary world set again instead.

    `on`: the rows that it goes on with. They must come from the steps before, and nothing else may have been written.
    """
    global _last
    if not _plain():
        return build()
    commits = not connection.in_atomic_block
    before = None if commits else _before()
    untouched = not commits and _untouched()
    if before is None and (on or not _ordinary()):
        return build()
    key = _key(before, what, detail, on)
    if before or not commits:
        with connection.cursor() as cursor:
            # What stood before is among the rows of the whole; it must be gone before they are made beside it.
            cursor.execute(f"{'ROLLBACK TO ' if before else ''}SAVEPOINT {SAVEPOINT}")
    found = _kept(key, build, _known[before.key] if before else None)
    if found is None:
        if before:
            _known[before.key].set_again()
        return build()
    with transaction.atomic() if commits else nullcontext():
        again = found.set_again()
    # What a test has made before the first step is not among the rows of a next one.
    _last = Step(key, _writes(), tuple(connection.savepoint_ids)) if before or untouched else None
    return again


def _key(before: "Step | None", what: str, detail: str, on: Sequence[models.Model]) -> tuple[Any, ...]:
    shift = clock.offset()
    now = clock.now() if shift else clock.machine_now()
    span = timedelta(minutes=1) if shift else SPAN
    at = now.replace(tzinfo=None) - (now.replace(tzinfo=None) - datetime.min) % span
    return *(before.key if before else ()), (what, str(detail), bool(shift), at, *(row.pk for row in on))


def _kept(key: tuple[Any, ...], build: Callable[[], Any], base: "Kept | None") -> "Kept | None":
    if key not in _known:
        found = _make(build, base)
        if found is None:
            return None
        _known[key] = found
    return _known[key]


def _before() -> "Step | None":
    """The last kept step, if the world is still exactly as it left it."""
    same = _last is not None and _last.within == tuple(connection.savepoint_ids) and _last.written == _writes()
    return _last if same else None


def _untouched() -> bool:
    """Has this transaction written nothing yet? The counts of `_writes` may still hold those of the one before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


def _writes() -> int:
    """Rows that this transaction has written so far, also those it took back; to compare within one transaction."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return int(cursor.fetchone()[0] or 0)


def _plain() -> bool:
    if _making or (patches is not None and (patches._setattr or patches._setitem)):
        return False
    return not changed_settings()


def changed_settings() -> set[str]:
    """What has another value than every test finds. The mark `urls` leaves the old one set to the end of the process."""
    found: set[str] = set()
    holder = settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        own, below = holder.__dict__, holder.default_settings
        found |= {name for name in own.keys() - USUAL if own[name] != getattr(below, name, None)} | own["_deleted"]
        holder = below
    return found


def _ordinary() -> bool:
    with connection.cursor() as cursor:
        empty = " AND ".join(f"NOT EXISTS (SELECT FROM {table})" for table in EMPTY)
        cursor.execute(f"SELECT {empty}")
        return bool(cursor.fetchone()[0]) and _standing(cursor) == _given


@contextmanager
def _beside() -> Iterator[Any]:
    """Another connection in the place of the test's, in a transaction that is taken back."""
    own = connections["default"]
    connections["default"] = other = own.copy()
    try:
        with transaction.atomic():
            with other.cursor() as cursor:
                # Something the test holds is waited for in vain.
                cursor.execute("SET LOCAL lock_timeout = '1s'")
                yield cursor
            transaction.set_rollback(True)
    finally:
        other.close()
        connections["default"] = own


def _make(build: Callable[[], Any], base: Kept | None) -> Kept | None:
    global _making
    before = clock.offset()
    files = Path(tempfile.mkdtemp(prefix="kept-", dir=Path(settings.MEDIA_ROOT).parent))
    _making = True
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
        _making = False
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


def _instead(cursor: Any, rows: list[tuple[str, str, bytes]], first: int) -> str:
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
            found += [f'DELETE FROM "{table}" WHERE "{key}" IN ({keys});'] if keys else []
    return " ".join(found)


def _numbers(cursor: Any, tables: list[str]) -> str:
    """SQL that brings each sequence past the kept rows: a test may have set it back."""
    cursor.execute(
        "SELECT format('SELECT setval(%%L, %%s) WHERE (SELECT last_value FROM %%s) < %%s', name, last, name, last)"
        " FROM (SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) AS name, s.last_value AS last"
        " FROM information_schema.columns JOIN pg_sequences s ON pg_get_serial_sequence(quote_ident(table_name), column_name)"
        " = format('%%I.%%I', s.schemaname, s.sequencename)"
        " WHERE table_schema = 'public' AND table_name = ANY(%s)) AS found WHERE last IS NOT NULL",
        [tables],
    )
    return " UNION ALL ".join(statement for (statement,) in cursor.fetchall())

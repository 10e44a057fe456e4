"""Where most tests begin (a draft, a filed case, a decided mark) is made once in each process, by the real functions.

Whoever asks for the same again, in a world that holds no organisation and no batch yet and has every policy as at the
beginning, gets its rows, its files and the moment it ended at set again (kept_copies.py): fifty times cheaper. People whom
a test has made before come later than the case and were told nothing of it. Where a test has changed a setting or a
function, everything is made anew; where it commits, its first world is set again and the rest made.

Steps follow one another: what is asked for when nothing was written since the last kept step (the people of a case, then
the case, then the case three stages on) is kept as the next one, with all rows before it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import UserSettingsHolder, settings
from django.db import connection, models, transaction

from tests import kept_copies
from tests.kept_copies import Both, Kept
from tianfu.workflow import clock

# What conftest.py sets for every test, and what no making looks at.
USUAL = {"MEDIA_ROOT", "PASSWORD_HASHERS", "AXES_ENABLED", "LIMITS", "GUESS_LIMITS", "STORAGES"}
USUAL |= {"default_settings", "_deleted", "SETTINGS_MODULE"}
# Nothing of these may be there yet, or no more than at the beginning: the factories would take it up.
EMPTY = ("accounts_organisation", "applications_batch")
GIVEN = ("workflow_policy", "workflow_holiday", "workflow_calendarversion", "applications_programmeversion")
SPAN = timedelta(minutes=15)  # of real time in which what was made counts as made now: about as long as a whole run

patches: pytest.MonkeyPatch | None = None  # of the running test
_known: "dict[tuple[Any, ...], Kept | Both]" = {}
_last: "Step | None" = None  # of the running test
SAVEPOINT = "kept_rows"
# As the view pg_stat_xact_user_tables, which takes three times as long.
WRITES = (
    "SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
    " + pg_stat_get_xact_tuples_deleted(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
)
_given: tuple[int, ...] = ()


@dataclass(frozen=True)
class Step:
    """The last that was set again, how much this transaction had written by then, and the savepoints it stands in."""

    key: tuple[Any, ...]
    written: int
    within: tuple[str, ...]
    strangers: bool


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


def once(
    what: str, detail: str, build: Callable[[], Any], on: Sequence[models.Model] = (), *, strangers: bool = False
) -> Any:
    """What `build()` makes and returns (a row, a tuple or dict of rows); in an ordinary world set again instead.

    `on`: the rows that it goes on with. They must come from the steps before, and nothing else may have been written.
    `strangers`: people of whom the next step need not know, nor they of it; first of all, or they are made anew.
    """
    if not _plain():
        return build()
    if not connection.in_atomic_block:
        return _committed(what, detail, build, on)
    before, untouched = _before(), _untouched()
    if (before is not None and strangers) or (before is None and (on or not _ordinary())):
        return build()
    if before is not None and before.strangers and not on and _ordinary():
        return _among(before, what, detail, build)
    return _next(before, untouched, (what, detail, on), build, strangers)


def _own_key(what: str, detail: str, on: Sequence[models.Model]) -> tuple[Any, ...]:
    shift = clock.offset()
    now = clock.now() if shift else clock.machine_now()
    span = timedelta(minutes=1) if shift else SPAN
    at = now.replace(tzinfo=None) - (now.replace(tzinfo=None) - datetime.min) % span
    return (what, str(detail), bool(shift), at, *(row.pk for row in on))


def _next(
    before: "Step | None", untouched: bool, named: tuple[str, str, Sequence[models.Model]],
    build: Callable[[], Any], strangers: bool,
) -> Any:  # fmt: skip
    global _last
    key = (*(before.key if before else ()), _own_key(*named))
    with connection.cursor() as cursor:
        # What stood before is among the rows of the whole; it must be gone before they are made beside it.
        cursor.execute(f"{'ROLLBACK TO ' if before else ''}SAVEPOINT {SAVEPOINT}")
    if key not in _known:
        made = kept_copies.make(build, _known[before.key] if before else None)
        if made is None:
            if before:
                _known[before.key].set_again()
            return build()
        _known[key] = made
    found = _known[key].set_again()
    # What a test has made before the first step is not among the rows of a next one.
    _last = Step(key, _writes(), tuple(connection.savepoint_ids), strangers) if before or untouched else None
    return found


def _among(before: "Step", what: str, detail: str, build: Callable[[], Any]) -> Any:
    """A first world beside strangers: its rows are those of a test that has none."""
    global _last
    own = _own_key(what, detail, ())
    made = _known.get((own,)) or kept_copies.make(build, None)
    if made is None:
        return build()
    key = (*before.key, "among", own)
    _known[own,] = made
    _known[key] = Both(_known[before.key], made)
    found = made.set_again()
    _last = Step(key, _writes(), tuple(connection.savepoint_ids), False)
    return found


def _committed(what: str, detail: str, build: Callable[[], Any], on: Sequence[models.Model]) -> Any:
    """In a test that commits: the first world only, and what is done when a transaction ends is not done for it."""
    if on or not _ordinary():
        return build()
    key = (_own_key(what, detail, ()),)
    made = _known.get(key) or kept_copies.make(build, None)
    if made is None:
        return build()
    _known[key] = made
    with transaction.atomic():
        return made.set_again()


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
    if kept_copies.making or (patches is not None and (patches._setattr or patches._setitem)):
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

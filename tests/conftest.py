"""What every test gets: no real time offset, files in a temporary folder, fast passwords, an emptiable database."""

import gc
import itertools
import os
from collections.abc import Generator, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connection

from applications.programmes import names as programme_names
from tests import kept_rows, starting_rows, timed
from tianfu.workflow import clock as the_clock

FOREVER = 1e9  # seconds for which a test's offset is believed without asking the database


class Clock:
    """Sets what `tianfu.workflow.clock.now()` answers, in all threads of this process; from there time runs on."""

    def set(self, moment: datetime | date | str) -> datetime:
        """A moment, or a day (then 10:00 in Beijing); both also as ISO text: `clock.set("2026-03-02")`."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment) if len(moment) > 10 else date.fromisoformat(moment)
        if not isinstance(moment, datetime):
            moment = datetime.combine(moment, time(10))
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=the_clock.CHINA)
        the_clock.remember(moment - the_clock.machine_now(), FOREVER)
        return moment

    def advance(self, delta: timedelta | None = None, **units: float) -> datetime:
        """`clock.advance(days=8)`."""
        the_clock.remember(the_clock.offset() + (delta or timedelta(**units)), FOREVER)
        return the_clock.now()


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: walking through it for every few hundred new objects costs a tenth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database is a copy of the one that `make test` has migrated (deploy/template.py)."""
    template = os.environ.get("TEST_TEMPLATE")
    if template:
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True)
def _unmoved_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """No query for the demo offset unless a test moves the stored one (`moving.move` forgets what is believed here)."""
    timed.forget()
    at = request.config.getoption("--at")
    the_clock.remember(datetime.fromisoformat(at) - the_clock.machine_now() if at else timedelta(), FOREVER)
    yield
    the_clock.remember(timedelta(), FOREVER)


@pytest.fixture
def clock(_unmoved_clock: None) -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A place for the files of each test. `tmp_path` reads the names of all earlier ones to find its own."""
    base = tmp_path_factory.mktemp("media")
    return (base / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _test_settings(settings: Any, _files: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    kept_rows.of_test(monkeypatch)
    settings.MEDIA_ROOT = next(_files)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False
    # A suite asks more often than any town hall; tests/accounts/test_rate_limits.py sets its own.
    settings.LIMITS = {}
    settings.GUESS_LIMITS = {}
    # The manifest exists only after collectstatic.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def axes_on(settings: Any) -> None:
    """For the tests of the sign-in throttle."""
    settings.AXES_ENABLED = True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the plugin's own: the rows that every test finds, and a cheap way back to them instead of a flush."""
    plain = flush.Command.handle
    with django_db_blocker.unblock():
        starting_rows.keep()
        kept_rows.begin()
        programme_names.read_all()
    flush.Command.handle = lambda self, **options: put_back()  # type: ignore[method-assign]
    yield
    flush.Command.handle = plain  # type: ignore[method-assign]


def put_back() -> None:
    starting_rows.put_back()
    kept_rows.begin()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test logged of half a character (a lone surrogate) cannot be sent between processes: it is spelled out."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-tables", action="store_true", help="write the kept tables of rights as they are now")
    parser.addoption(
        "--at", metavar="MOMENT", help="when each test begins, e.g. 2027-02-06T23:59:58+08:00; usually now"
    )


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Was it asked to write the kept tables anew (docs/testing.md)?"""
    return bool(request.config.getoption("--rewrite-tables"))


@pytest.fixture
def reference(db: None) -> None:
    """Regions, holidays, policies, industries, standards, programmes: every test's database has them (starting_rows)."""

"""What every test gets: no real time offset, files in a temporary folder, fast passwords, an emptiable database."""

import os
from collections.abc import Generator, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection

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


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database is a copy of the one that `make test` has migrated (deploy/template.py)."""
    template = os.environ.get("TEST_TEMPLATE")
    if template:
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(autouse=True)
def _unmoved_clock() -> Iterator[None]:
    """No query for the demo offset unless a test moves the stored one (`moving.move` forgets what is believed here)."""
    the_clock.remember(timedelta(), FOREVER)
    yield
    the_clock.remember(timedelta(), FOREVER)


@pytest.fixture
def clock(_unmoved_clock: None) -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _test_settings(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
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


@pytest.fixture(scope="session", autouse=True)
def _emptiable_records() -> Iterator[None]:
    """The append-only tables refuse TRUNCATE; only here, between transactional tests, they let it pass."""
    plain = flush.Command.handle

    def handle(self: flush.Command, **options: Any) -> None:
        with pgtrigger.ignore():
            plain(self, **options)

    flush.Command.handle = handle  # type: ignore[method-assign]
    yield
    flush.Command.handle = plain  # type: ignore[method-assign]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever drives a browser last: a broken rule shows first, and Playwright's event loop forbids the ORM beside it.

    Spread over processes, a file stays together (it may share servers), and so do all who share the running stack.
    """
    items.sort(key=lambda item: "playwright" in getattr(item, "fixturenames", ()))
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder == "browser" else str(item.path)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a test logged of half a character (a lone surrogate) cannot be sent between processes: it is spelled out."""
    report = yield
    report.sections = [(name, text.encode(errors="backslashreplace").decode()) for name, text in report.sections]
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-tables", action="store_true", help="write the kept tables of rights as they are now")


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """Was it asked to write the kept tables anew (docs/testing.md)?"""
    return bool(request.config.getoption("--rewrite-tables"))


@pytest.fixture
def reference(db: None) -> None:
    """Regions, holidays, policies, industries, standards, programmes."""
    call_command("seed_reference", verbosity=0)

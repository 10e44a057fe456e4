"""What every test gets: no real time offset, files in a temporary folder, fast passwords, an emptiable database."""

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management.commands import flush
from django.db import connection
from django.test import override_settings

from applications.programmes import names as programme_names
from tests import kept_rows, starting_rows, timed
from tests.clock import FOREVER, Clock
from tianfu.workflow import clock as the_clock


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded by the end of it stays to the end: walking through it for every few hundred new objects costs a tenth of
    all time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each process's database is a copy of the one that `make test` has migrated (deploy/template.py)."""
    template = os.environ.get("TEST_TEMPLATE")
    if template:
        connection.settings_dict["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The place for files, empty when a test begins."""
    return tmp_path_factory.mktemp("media") / "files"


@pytest.fixture(scope="session", autouse=True)
def _settings_of_all(_files: Path) -> Iterator[None]:
    """What every test finds. Set once: to set and take back six of them costs a millisecond, nine thousand times."""
    with override_settings(
        MEDIA_ROOT=_files,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        AXES_ENABLED=False,
        # A suite asks more often than any town hall; tests/accounts/test_rate_limits.py sets its own.
        LIMITS={},
        GUESS_LIMITS={},
        # The manifest exists only after collectstatic.
        STORAGES={
            **django_settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield
        left = kept_rows.changed_settings()
        assert left == set(), "a test has left settings changed; the worlds of all after it were made anew"


@pytest.fixture(autouse=True)
def _beginning(pytestconfig: pytest.Config, _files: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No file, nothing believed, and no query for the demo offset unless a test moves the stored one (`moving.move` forgets
    what is believed here)."""
    kept_rows.of_test(monkeypatch)
    if _files.exists():
        shutil.rmtree(_files)
    timed.forget()
    at = pytestconfig.getoption("--at")
    the_clock.remember(datetime.fromisoformat(at) - the_clock.machine_now() if at else timedelta(), FOREVER)
    yield
    the_clock.remember(timedelta(), FOREVER)


@pytest.fixture
def clock(_beginning: None) -> Clock:
    return Clock()


# What plugins do for marks and options that no test here bears: it would be set up and taken down for each of nine thousand.
for _name in (
    "_django_isolate_apps",
    "_django_clear_site_cache",
    "_template_string_if_invalid_marker",
    "_pw_trace_api_requests",
):
    globals()[_name] = pytest.fixture(scope="session", name=_name)(lambda: None)


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

"""The furnished site."""

from collections.abc import Callable
from typing import Any

import pytest

from certification.models import Authorization
from tests import make
from tests.kept_rows import once
from tests.public.pages import put_on_notice
from tianfu.ledger.log.integration import integrate


@pytest.fixture
def a_log(settings: Any, tmp_path: Any) -> Callable[[], object]:
    """A public log of the test's own. Called when the rows are there: with other settings they would not be set again."""

    def begin() -> object:
        settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"
        return integrate()

    return begin


@pytest.fixture
def issued(reference: None, clock: Any, a_log: Callable[[], object]) -> Authorization:
    """One valid authorization; its entries are in the log."""
    issued = make.issued(clock_fixture=clock)
    a_log()
    return issued


@pytest.fixture
def furnished(reference: None, clock: Any, a_log: Callable[[], object]) -> Authorization:
    """The same, beside a notice that runs: something on every page."""
    issued, _ = once("furnished", "", lambda: (make.issued(clock_fixture=clock), put_on_notice(clock)))
    a_log()
    return issued

"""Fixtures of the browser's tests, and the furnished site."""

from typing import Any

import pytest

from certification.models import Authorization
from tests.browser.conftest import assert_accessible, browser_type_launch_args, chromium_path
from tests.public.pages import issue, put_on_notice
from tests.ui.conftest import browser_context

__all__ = ["assert_accessible", "browser_context", "browser_type_launch_args", "chromium_path"]


@pytest.fixture
def issued(reference: None, clock: Any, settings: Any, tmp_path: Any) -> Authorization:
    settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"
    return issue(clock)


@pytest.fixture
def furnished(issued: Authorization, clock: Any) -> Authorization:
    """The same, beside a notice that runs: something on every page."""
    put_on_notice(clock)
    return issued

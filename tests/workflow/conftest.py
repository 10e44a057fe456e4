from typing import Any

import pytest

from tests.said import every_act_says_so  # noqa: F401
from tianfu.workflow import jobs
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar as loaded


@pytest.fixture
def calendar(db) -> Calendar:
    """The reference calendar as loaded after migrate."""
    return loaded()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the queue was told; no worker runs here."""
    found: list[Any] = []
    monkeypatch.setattr(jobs, "_nudge", [found.append])
    return found

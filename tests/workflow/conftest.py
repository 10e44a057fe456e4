import pytest

from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar as loaded


@pytest.fixture
def calendar(db) -> Calendar:
    """The reference calendar as loaded after migrate."""
    return loaded()

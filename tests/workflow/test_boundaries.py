"""When something counts: to the minute of the office's closing, over New Year, Spring Festival and worked weekends."""

from datetime import datetime, time, timedelta

import pytest

from tests.workflow.make import beijing, day
from tianfu.accounts.grants.start import HeldGrant, start_of
from tianfu.accounts.roles import Role
from tianfu.workflow.calendar.due import due_date
from tianfu.workflow.calendar.office_hours import received_on

CLOSES = time(17, 30)


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-03-04 00:00", "2026-03-04"),  # before the office opens it is that day's
        ("2026-03-04 17:30", "2026-03-04"),
        ("2026-03-04 17:31", "2026-03-05"),
        ("2026-03-06 17:31", "2026-03-09"),  # a Friday evening
        ("2026-03-07 10:00", "2026-03-09"),  # a Saturday
        ("2025-12-31 17:30", "2025-12-31"),
        ("2025-12-31 17:31", "2026-01-04"),  # New Year's three days; the Sunday is worked
        ("2026-01-03 23:59", "2026-01-04"),
        ("2026-02-14 17:30", "2026-02-14"),  # a worked Saturday before Spring Festival
        ("2026-02-14 17:31", "2026-02-24"),
        ("2026-02-23 23:59", "2026-02-24"),
        ("2026-02-28 09:00", "2026-02-28"),  # the worked Saturday after it
        ("2026-09-20 09:00", "2026-09-20"),  # a worked Sunday before National Day
        ("2026-09-30 17:31", "2026-10-08"),
        ("2026-10-10 17:31", "2026-10-12"),
    ],
)
def test_what_comes_in_counts_from_the_working_day_it_was_received_on(calendar, moment, counts) -> None:
    assert received_on(beijing(moment), CLOSES, calendar) == day(counts)


def test_the_closing_minute_is_in_time_to_its_last_second(calendar) -> None:
    last = beijing("2026-03-04 17:30").replace(second=59, microsecond=999_999)
    assert received_on(last, CLOSES, calendar) == day("2026-03-04")
    assert received_on(last + timedelta(microseconds=1), CLOSES, calendar) == day("2026-03-05")


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2025-12-30", 1, "2025-12-31"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2025-12-31", 2, "2026-01-05"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-10", 5, "2026-02-24"),  # 11, 12, 13, the worked Saturday, and the day after the feast
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-02-28", 1, "2026-03-02"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-10-10", 1, "2026-10-12"),
    ],
)
def test_a_term_runs_over_the_feasts_as_the_notices_say(calendar, start, days, due) -> None:
    assert due_date(day(start), days, [], calendar).date == day(due)


HOURS = 24
GIVEN = beijing("2026-03-04 10:00")


def held(proved: datetime | None, hours: int | None = HOURS) -> HeldGrant:
    return HeldGrant(Role.EXPERT, None, frozenset(), start_of(GIVEN, hours, proved), hours)


def test_a_new_role_waits_from_the_later_of_grant_and_first_factor(settings) -> None:
    settings.STAFF_MFA = "required"
    second, wait = timedelta(seconds=1), timedelta(hours=HOURS)
    early, late = GIVEN - timedelta(days=1), GIVEN + timedelta(days=1)
    for proved, starts in ((early, GIVEN + wait), (late, late + wait)):
        assert [held(proved).holds(starts + step) for step in (-second, timedelta(), second)] == [False, True, True]
    assert not held(None).holds(GIVEN + timedelta(days=3650)), "never without a factor"
    assert held(None, None).holds(GIVEN), "given before there was a waiting time"

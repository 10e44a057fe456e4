"""Working days of 2025 to 2027 as domain.md 11.5 gives them."""

from datetime import date, timedelta

import pytest

from tests.some import some
from tests.workflow.make import day
from tianfu.workflow.calendar.working_days import add_working_days, count_working_days, is_working_day
from tianfu.workflow.calendar.working_days import calendar as loaded
from tianfu.workflow.models import CalendarVersion, Holiday

pytestmark = pytest.mark.django_db


def dates(first, last):
    start, end = day(first), day(last)
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]


REST = [
    *dates("2025-01-28", "2025-02-04"), *dates("2025-04-04", "2025-04-06"), *dates("2025-05-01", "2025-05-05"),
    *dates("2025-05-31", "2025-06-02"), *dates("2025-10-01", "2025-10-08"), day("2025-01-01"),
    *dates("2026-01-01", "2026-01-03"), *dates("2026-02-15", "2026-02-23"), *dates("2026-04-04", "2026-04-06"),
    *dates("2026-05-01", "2026-05-05"), *dates("2026-06-19", "2026-06-21"), *dates("2026-09-25", "2026-09-27"),
    *dates("2026-10-01", "2026-10-07"),
]  # fmt: skip
WORKED_WEEKENDS = [
    day(text)
    for text in [
        "2025-01-26",
        "2025-02-08",
        "2025-04-27",
        "2025-09-28",
        "2025-10-11",
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]
]


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-26", 5, "2026-10-09"),
        ("2026-10-01", 5, "2026-10-13"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2024-03-13", 5, "2024-03-20"),  # Hubei's notice of 2024
    ],
)
def test_deadline_counts_from_the_next_day(start, days, deadline):
    found = add_working_days(day(start), days)
    assert (found.date, found.provisional) == (day(deadline), False)


def test_deadline_into_a_year_without_notice_is_provisional_and_does_not_crash():
    found = add_working_days(day("2026-12-20"), 20)
    assert (found.date, found.provisional) == (day("2027-01-18"), True)


def test_every_day_of_2025_and_2026_is_as_the_notices_say():
    for one in some(dates("2025-01-01", "2026-12-31")):
        expected = one in WORKED_WEEKENDS or (one not in REST and one.weekday() < 5)
        assert is_working_day(one) is expected, one


def test_zero_days_is_the_day_itself_and_negative_is_refused():
    assert add_working_days(day("2026-10-01"), 0).date == day("2026-10-01")
    with pytest.raises(ValueError, match="negative"):
        add_working_days(day("2026-10-01"), -1)


def test_counting_is_the_inverse_of_adding():
    for start in some(dates("2026-01-01", "2026-03-31")):
        for days in (1, 5, 20):
            assert count_working_days(start, add_working_days(start, days).date) == days
    assert count_working_days(day("2026-10-09"), day("2026-10-01")) == 0


def test_provisional_years_rest_on_the_feasts_fixed_by_law():
    rest = {d for d in dates("2027-01-01", "2027-12-31") if d.weekday() < 5 and not is_working_day(d)}
    # 05-01, 05-02, 10-02, 10-03, 02-06 and 02-07 fall on weekends in 2027.
    assert rest == {
        day(text)
        for text in ["2027-01-01", "2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15", "2027-10-01"]
    }


def test_year_beyond_every_table_falls_back_to_weekdays():
    found = add_working_days(date(2041, 1, 1), 10)
    assert (found.date, found.provisional) == (date(2041, 1, 15), True)


def test_without_any_calendar_weekdays_count_and_are_provisional():
    Holiday.objects.all().delete()
    CalendarVersion.objects.all().delete()
    found = add_working_days(day("2026-09-24"), 5)
    assert (found.date, found.provisional) == (day("2026-10-01"), True)


def test_calendar_costs_one_query_once_it_is_known(django_assert_num_queries):
    loaded()
    with django_assert_num_queries(1):
        add_working_days(day("2026-09-24"), 250)

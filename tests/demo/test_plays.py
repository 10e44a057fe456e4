"""The demo may be loaded on any day: a story that begins so many days ago begins in the past, and in office hours."""

from datetime import date, timedelta

from tests.clock import Clock
from tianfu.demo.stories.plays import ago
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days, is_working_day

# New Year, the Spring Festival, the National Day, an ordinary week.
STRETCHES = [(date(2026, 12, 30), 9), (date(2026, 2, 12), 18), (date(2026, 9, 29), 16), (date(2026, 11, 23), 7)]


def test_a_story_begins_on_a_working_day_that_is_past_on_any_day_of_the_year(reference: None, clock: Clock) -> None:
    wrong = []
    for today in [first + timedelta(days=step) for first, days in STRETCHES for step in range(days)]:
        clock.set(today)
        starts = [ago(days=1), ago(days=2), ago(days=16), ago(working=1), ago(working=27)]
        begun = [the_clock.in_beijing(start) for start in starts]
        if not all(is_working_day(day) and day < today for day in begun):
            wrong.append(today)
    assert wrong == []


def test_so_many_working_days_ago_are_so_many_steps_to_the_last_one(reference: None, clock: Clock) -> None:
    clock.set("2026-02-22")  # a Sunday of the Spring Festival: the last working day was the 14th
    assert the_clock.in_beijing(ago(days=1)) == the_clock.in_beijing(ago(working=1))
    assert add_working_days(the_clock.in_beijing(ago(working=5)), 4).date == the_clock.in_beijing(ago(working=1))

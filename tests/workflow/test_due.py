"""A due date is a pure function of start, days, pauses and calendar; paused days do not count."""

import random
from datetime import timedelta

import pytest

from tests.workflow.make import beijing, day
from tianfu.workflow.calendar.due import Pause, add_months, calendar_days_deadline, due_date, later_of
from tianfu.workflow.clock import end_of


def correction(since, until=None, cause="补正"):
    return Pause(beijing(since), beijing(until) if until else None, cause)


def test_without_pauses_it_is_the_plain_deadline(calendar):
    due = due_date(day("2026-09-24"), 5, [], calendar)
    assert (due.date, due.provisional, due.used, due.remaining) == (day("2026-10-09"), False, 5, 0)
    assert due.arithmetic == [
        "自 9 月 24 日（周四）次日起算 5 个工作日",
        "顺延：中秋 9 月 25 日—27 日、国庆节 10 月 1 日—7 日",
        "期限 2026 年 10 月 9 日（周五）",
    ]


def test_correction_of_six_working_days_is_taken_off(calendar):
    due = due_date(day("2026-11-03"), 10, [correction("2026-11-05 09:00", "2026-11-13 16:00")], calendar)
    assert due.date == day("2026-11-25")
    assert due.arithmetic == [
        "自 11 月 3 日（周二）次日起算 10 个工作日",
        "扣除补正 6 个工作日（11 月 5 日—12 日）",
        "期限 2026 年 11 月 25 日（周三）",
    ]


def test_moment_of_start_is_taken_by_its_beijing_day(calendar):
    late = beijing("2026-11-03 23:59")
    assert due_date(late, 10, [], calendar) == due_date(day("2026-11-03"), 10, [], calendar)


def test_day_of_the_pause_does_not_count_and_day_of_resumption_does(calendar):
    # Thursday morning to Friday afternoon: the clock stood still at the end of Thursday only
    due = due_date(day("2026-11-03"), 2, [correction("2026-11-05 09:00", "2026-11-06 16:00")], calendar)
    assert due.date == day("2026-11-06")


def test_pause_within_one_day_costs_nothing(calendar):
    due = due_date(day("2026-11-03"), 2, [correction("2026-11-05 09:00", "2026-11-05 16:00")], calendar)
    assert due.date == day("2026-11-05")
    assert len(due.arithmetic) == 2


def test_pause_until_midnight_covers_the_day(calendar):
    due = due_date(day("2026-11-03"), 2, [correction("2026-11-05 09:00", "2026-11-06 00:00")], calendar)
    assert due.date == day("2026-11-06")


def test_pause_over_a_weekend_costs_no_working_day(calendar):
    due = due_date(day("2026-11-03"), 5, [correction("2026-11-07 09:00", "2026-11-09 08:00")], calendar)
    assert due.date == day("2026-11-10")


def test_open_pause_leaves_no_date_but_the_remaining_days(calendar):
    due = due_date(day("2026-11-03"), 10, [correction("2026-11-05 09:00")], calendar)
    assert (due.date, due.used, due.remaining) == (None, 1, 9)
    assert due.arithmetic[-1] == "11 月 5 日起因补正中止计时，恢复后还有 9 个工作日"


def test_open_pause_after_the_deadline_does_not_undo_it(calendar):
    due = due_date(day("2026-11-03"), 2, [correction("2026-11-06 09:00")], calendar)
    assert due.date == day("2026-11-05")


def test_two_pauses_are_two_lines_and_overlaps_count_once(calendar):
    pauses = [
        correction("2026-11-04 09:00", "2026-11-06 09:00"),
        correction("2026-11-05 09:00", "2026-11-09 09:00", "检测"),
        correction("2026-11-11 09:00", "2026-11-12 09:00"),
    ]
    due = due_date(day("2026-11-03"), 3, pauses, calendar)
    # running: 9, 10, 12 November
    assert due.date == day("2026-11-12")
    assert due.arithmetic[1:4] == [
        "扣除补正 2 个工作日（11 月 4 日—5 日）",
        "扣除检测 1 个工作日（11 月 6 日）",
        "扣除补正 1 个工作日（11 月 11 日）",
    ]


def test_worked_weekend_counts_and_is_named(calendar):
    due = due_date(day("2026-10-08"), 2, [], calendar)
    assert due.date == day("2026-10-10")
    assert "调休上班计入：10 月 10 日（周六）" in due.arithmetic


def test_year_without_notice_is_marked_in_the_words(calendar):
    due = due_date(day("2026-12-20"), 20, [], calendar)
    assert (due.date, due.provisional) == (day("2027-01-18"), True)
    assert due.arithmetic[-1].startswith("期限 2027 年 1 月 18 日（周一），暂定")


def test_used_days_by_a_given_day(calendar):
    due = due_date(day("2026-11-03"), 10, [], calendar, on=day("2026-11-08"))
    assert (due.used, due.remaining) == (3, 7)


def test_no_days_at_all_is_the_same_day(calendar):
    due = due_date(day("2026-11-03"), 0, [], calendar)
    assert (due.date, due.arithmetic[0]) == (day("2026-11-03"), "11 月 3 日（周二）当日办结")


def test_negative_days_are_refused(calendar):
    with pytest.raises(ValueError, match="negative"):
        due_date(day("2026-11-03"), -1, [], calendar)


@pytest.mark.django_db
def test_loaded_calendar_is_asked_when_none_is_given():
    assert due_date(day("2026-09-24"), 5).date == day("2026-10-09")


def oracle(start, days, pauses, calendar):
    """Counted the slow way: look at the clock once at each midnight."""
    one, left = start, days
    for _ in range(2000):
        if left == 0:
            return one
        one += timedelta(days=1)
        midnight = end_of(one)
        standing = any(p.since < midnight and (p.until is None or not p.until < midnight) for p in pauses)
        if calendar.is_working_day(one) and not standing:
            left -= 1
    return None


def some_pause(chance, around):
    since = beijing(f"{around} 00:00") + timedelta(minutes=chance.randrange(-3 * 1440, 40 * 1440))
    length = timedelta(minutes=chance.choice([0, 30, 1440, chance.randrange(20 * 1440)]))
    return Pause(since, since + length, "补正")


def test_against_a_brute_force_counter(calendar):
    chance = random.Random(20261122)
    for _ in range(400):
        start = day("2025-12-20") + timedelta(days=chance.randrange(420))
        days = chance.randrange(0, 31)
        pauses = [some_pause(chance, start) for _ in range(chance.randrange(4))]
        due = due_date(start, days, pauses, calendar)
        assert due.date == oracle(start, days, pauses, calendar), (start, days, pauses)
        # A pause can only postpone, and one more pause never brings it forward.
        assert due.date >= due_date(start, days, pauses[:1], calendar).date >= calendar.add(start, days).date


def test_open_pauses_against_a_brute_force_counter(calendar):
    chance = random.Random(7)
    for _ in range(200):
        start = day("2026-08-01") + timedelta(days=chance.randrange(120))
        days = chance.randrange(1, 21)
        opened = some_pause(chance, start)
        pauses = [some_pause(chance, start), Pause(opened.since, None, "检测")]
        due = due_date(start, days, pauses, calendar)
        assert due.date == oracle(start, days, pauses, calendar)
        if due.date is None:
            assert due.remaining > 0
            # Closing it at once gives the date it would have had without it.
            resumed = end_of(start + timedelta(days=90))
            closed = due_date(start, days, [pauses[0], Pause(opened.since, resumed, "检测")], calendar)
            rest = oracle(resumed.date() - timedelta(days=1), due.remaining, [pauses[0]], calendar)
            assert closed.date == rest


@pytest.mark.parametrize(
    ("start", "days", "deadline"),
    [
        ("2026-09-10", 15, "2026-09-28"),  # 09-25 is 中秋, then a weekend
        ("2026-09-16", 15, "2026-10-08"),  # 10-01 to 10-07 rest
        ("2026-11-02", 15, "2026-11-17"),  # a Tuesday stays
        ("2026-09-25", 15, "2026-10-10"),  # a Saturday that is worked
    ],
)
def test_calendar_days_move_to_the_next_working_day(calendar, start, days, deadline):
    assert calendar_days_deadline(day(start), days, calendar).date == day(deadline)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-22", 36, "2029-11-22"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", 0, "2026-03-31"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start, months, end):
    assert add_months(day(start), months) == day(end)


def test_enterprise_keeps_the_later_of_two_due_dates():
    old, new = day("2027-01-18"), day("2027-01-15")
    assert later_of(old, new) == old
    assert later_of(new, old) == old
    assert later_of(None, new) == new
    assert later_of(old, None) is None

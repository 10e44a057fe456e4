"""Every spelling of a day and of a moment, and that it is Beijing's whatever zone the moment comes in."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import Context, Template

from tianfu.text import moments

# The evening of 3 March in London is the morning of the 4th in Beijing.
LATE = datetime(2026, 12, 3, 16, 5, 9, tzinfo=UTC)
DAY = date(2026, 12, 4)


@pytest.mark.parametrize(
    ("spell", "words"),
    [
        (moments.weekday, "周五"),
        (moments.full_day, "2026 年 12 月 4 日"),
        (moments.long_day, "2026 年 12 月 4 日（周五）"),
        (moments.month_day, "12 月 4 日"),
        (moments.short_day, "12 月 4 日（周五）"),
        (moments.formal_day, "2026年12月4日"),
        (moments.numeric_day, "2026-12-04"),
    ],
)
@pytest.mark.parametrize(
    "value",
    [DAY, LATE, LATE.astimezone(timezone(-timedelta(hours=8))), LATE.isoformat(), "2026-12-04", "2026-12-03T16:05:09Z"],
)
def test_day_is_beijings_whatever_it_is_read_from(spell, words, value):
    assert spell(value) == words


@pytest.mark.parametrize(
    ("spell", "words"),
    [
        (moments.clock_time, "00:05:09"),
        (moments.numeric_moment, "2026-12-04 00:05"),
        (moments.numeric_second, "2026-12-04 00:05:09"),
        (moments.when, "12 月 4 日 00:05"),
        (moments.full_moment, "2026 年 12 月 4 日 00:05"),
        (moments.full_second, "2026 年 12 月 4 日 00:05:09"),
        (moments.long_moment, "2026 年 12 月 4 日（周五）00:05"),
        (moments.iso, "2026-12-04T00:05:09+08:00"),
    ],
)
@pytest.mark.parametrize("value", [LATE, LATE.astimezone(timezone(timedelta(hours=14))), "2026-12-03T16:05:09+00:00"])
def test_moment_is_beijings_whatever_zone_it_comes_in(spell, words, value):
    assert spell(value) == words


@pytest.mark.parametrize("value", [datetime(2026, 12, 4, 0, 5), "2026-12-04T00:05:09"])
def test_moment_without_a_zone_is_refused(value):
    with pytest.raises(ValueError, match="without a time zone"):
        moments.full_second(value)


def test_year_stands_where_it_is_another_one():
    assert moments.short_day(DAY, date(2026, 1, 1)) == "12 月 4 日（周五）"
    assert moments.short_day(DAY, date(2027, 1, 1)) == "2026 年 12 月 4 日（周五）"
    assert moments.when(LATE, date(2027, 1, 1)) == "2026 年 12 月 4 日 00:05"


def test_span_of_days_names_the_month_once():
    assert moments.span(date(2026, 10, 1), date(2026, 10, 7)) == "10 月 1 日—7 日"
    assert moments.span(date(2026, 11, 5), date(2026, 12, 2)) == "11 月 5 日—12 月 2 日"
    assert moments.span(DAY, DAY) == "12 月 4 日"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("day", "12 月 4 日（周五）"),
        ("month_day", "12 月 4 日"),
        ("full_day", "2026 年 12 月 4 日"),
        ("long_day", "2026 年 12 月 4 日（周五）"),
        ("numeric_day", "2026-12-04"),
        ("weekday", "周五"),
        ("moment", "2026-12-04 00:05"),
        ("second", "2026-12-04 00:05:09"),
        ("when", "12 月 4 日 00:05"),
        ("full_moment", "2026 年 12 月 4 日 00:05"),
        ("full_second", "2026 年 12 月 4 日 00:05:09"),
        ("iso", "2026-12-04T00:05:09+08:00"),
    ],
)
def test_filter_of_every_template_spells_the_same(clock, name, words):
    clock.set("2026-06-01")
    template = Template("[{{ at|" + name + " }}][{{ none|" + name + " }}][{{ empty|" + name + " }}]")
    assert template.render(Context({"at": LATE, "none": None, "empty": ""})) == f"[{words}][][]"


def test_a_day_is_the_latest_until_it_is_over():
    assert moments.latest(DAY, DAY) == "最迟 12 月 4 日（周五）"
    assert moments.latest(DAY, DAY + timedelta(days=1)) == "期限 12 月 4 日（周五）已过"
    assert moments.latest(DAY, date(2025, 12, 31)) == "最迟 2026 年 12 月 4 日（周五）"

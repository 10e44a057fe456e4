"""A moment or a day in words, in Beijing time: the one place that spells one, for pages, mails, papers and errors.

Every function takes a `date`, an aware `datetime` of whatever zone, or the ISO text of either (as filings and papers
keep it); a moment without a zone is refused, since nobody could say which hour it means. Machines get `iso`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = "一二三四五六日"

Given = date | datetime | str


def beijing(value: datetime | str) -> datetime:
    """The same moment on a clock in Beijing. Raises ValueError for one without a time zone."""
    given = datetime.fromisoformat(value) if isinstance(value, str) else value
    if given.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {given}")
    return given.astimezone(BEIJING)


def beijing_day(value: Given) -> date:
    """The day in Beijing."""
    if isinstance(value, str) and len(value) <= len("2026-12-04"):
        return date.fromisoformat(value)
    if isinstance(value, datetime | str):
        return beijing(value).date()
    return value


def weekday(value: Given) -> str:
    """周五"""
    return f"周{_WEEKDAYS[beijing_day(value).weekday()]}"


def full_day(value: Given) -> str:
    """2026 年 12 月 4 日"""
    day = beijing_day(value)
    return f"{day.year} 年 {month_day(day)}"


def long_day(value: Given) -> str:
    """2026 年 12 月 4 日（周五）"""
    return f"{full_day(value)}（{weekday(value)}）"


def month_day(value: Given, today: date | None = None) -> str:
    """12 月 4 日; with `today` (of Beijing) the year stands before it when it is another one."""
    day = beijing_day(value)
    year = f"{day.year} 年 " if today is not None and day.year != today.year else ""
    return f"{year}{day.month} 月 {day.day} 日"


def short_day(value: Given, today: date | None = None) -> str:
    """12 月 4 日（周五）; with `today` the year stands before it when it is another one."""
    return f"{month_day(value, today)}（{weekday(value)}）"


def latest(value: Given, today: date) -> str:
    """最迟 12 月 4 日（周五）, and when that day is over: 期限 12 月 4 日（周五）已过."""
    if beijing_day(value) < today:
        return f"期限 {short_day(value, today)}已过"
    return f"最迟 {short_day(value, today)}"


def formal_day(value: Given) -> str:
    """2026年12月4日, as letters of an authority write it."""
    day = beijing_day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def numeric_day(value: Given) -> str:
    """2026-12-04, for tables."""
    return beijing_day(value).isoformat()


def clock_time(value: datetime | str, *, seconds: bool = True) -> str:
    """15:30:05, or 15:30."""
    return f"{beijing(value):%H:%M:%S}" if seconds else f"{beijing(value):%H:%M}"


def numeric_moment(value: datetime | str) -> str:
    """2026-12-04 15:30, for tables."""
    return f"{numeric_day(value)} {clock_time(value, seconds=False)}"


def numeric_second(value: datetime | str) -> str:
    """2026-12-04 15:30:05, for tables of records."""
    return f"{numeric_day(value)} {clock_time(value)}"


def when(value: datetime | str, today: date | None = None) -> str:
    """12 月 4 日 15:30; with `today` the year stands before it when it is another one."""
    return f"{month_day(value, today)} {clock_time(value, seconds=False)}"


def full_moment(value: datetime | str) -> str:
    """2026 年 12 月 4 日 15:30"""
    return f"{full_day(value)} {clock_time(value, seconds=False)}"


def full_second(value: datetime | str) -> str:
    """2026 年 12 月 4 日 15:30:05, where the second counts: who was faster, when a thing was signed."""
    return f"{full_day(value)} {clock_time(value)}"


def long_moment(value: datetime | str) -> str:
    """2026 年 12 月 4 日（周五）15:30, as mails write it."""
    return f"{long_day(value)}{clock_time(value, seconds=False)}"


def span(first: Given, last: Given) -> str:
    """10 月 1 日—7 日, 11 月 5 日—12 月 2 日, or the one day."""
    one, other = beijing_day(first), beijing_day(last)
    if one == other:
        return month_day(one)
    end = f"{other.day} 日" if (one.year, one.month) == (other.year, other.month) else month_day(other)
    return f"{month_day(one)}—{end}"


def iso(value: datetime | str) -> str:
    """2026-12-04T15:30:05+08:00, for machines and for what is kept as text."""
    return beijing(value).isoformat(timespec="seconds")

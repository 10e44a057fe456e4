"""Due dates as a pure function of the start, the allowed working days, the pauses and the calendar.

When is a working day paused? When the clock stands still at its end (24:00 Beijing). So the day on
which a pause begins does not count, the day on which it ends does, and a pause that begins and ends
within one day costs nothing: as many days are lost as midnights of working days fall into the pause.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tianfu.workflow.calendar import due_words
from tianfu.workflow.calendar.holiday_calendar import ONE_DAY, Calendar, Deadline
from tianfu.workflow.calendar.working_days import calendar as current_calendar
from tianfu.workflow.clock import end_of, in_beijing

if TYPE_CHECKING:
    from tianfu.workflow.policies.clauses import Rests


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stood still, and why, in Chinese (补正, 异议核查…). `until` None: still open."""

    since: datetime
    until: datetime | None
    cause: str

    def covers_end_of(self, day: date) -> bool:
        """Did the clock stand still at 24:00 of `day`?"""
        end = end_of(day)
        return self.since < end and (self.until is None or self.until >= end)


@dataclass(frozen=True)
class Due:
    """`date` is None while an open pause keeps the clock standing; then `remaining` days are left.

    `used`: working days counted when the clock stopped, or by the end of the day asked about, or all. `rests`: on which value,
    where one was asked.
    """

    date: date | None
    provisional: bool
    used: int
    total: int
    arithmetic: list[str]
    rests: "Rests | None" = None

    @property
    def remaining(self) -> int:
        return self.total - self.used


@dataclass
class _Walk:
    """What was met between the start and the due date."""

    running: list[date]
    paused: list[tuple[int, str, date]]  # which pause, its cause, the day
    off: list[tuple[date, str]]  # weekdays off by a holiday
    extra: list[date]  # weekend days worked
    provisional: bool = False
    stopped_by: Pause | None = None


def due_date(
    started: date | datetime,
    days: int,
    pauses: Sequence[Pause] = (),
    calendar: Calendar | None = None,
    *,
    on: date | None = None,
) -> Due:
    """The day by whose end `days` working days after `started` are over; paused days do not count.

    Pure when `calendar` is given; else the loaded one is asked. With `on`, `used` says how many days
    were used up by the end of that day.
    """
    if days < 0:
        raise ValueError(f"working days must not be negative: {days}")
    start = in_beijing(started) if isinstance(started, datetime) else started
    walk = _walk(start, days, pauses, calendar if calendar is not None else current_calendar())
    if walk.stopped_by is not None:
        end = None
        provisional = False
    else:
        end = walk.running[-1] if walk.running else start
        provisional = walk.provisional
    used = len(walk.running) if on is None else sum(day <= on for day in walk.running)
    return Due(end, provisional, used, days, _arithmetic(start, days, walk, end))


def _walk(start: date, days: int, pauses: Sequence[Pause], calendar: Calendar) -> _Walk:
    walk = _Walk([], [], [], [])
    day = start
    while len(walk.running) < days:
        day += ONE_DAY
        walk.provisional = walk.provisional or calendar.is_provisional(day)
        special = calendar.special.get(day)
        if not calendar.is_working_day(day):
            if special is not None:
                walk.off.append((day, special.name))
            continue
        index, pause = next(((n, p) for n, p in enumerate(pauses) if p.covers_end_of(day)), (0, None))
        if pause is None:
            walk.running.append(day)
            if special is not None:
                walk.extra.append(day)
        elif pause.until is None:
            walk.stopped_by = pause
            break
        else:
            walk.paused.append((index, pause.cause, day))
    return walk


def _arithmetic(start: date, days: int, walk: _Walk, end: date | None) -> list[str]:
    lines = [due_words.counted_from(start, days)]
    lines += due_words.paused(walk.paused)
    lines += due_words.days_off(walk.off)
    lines += due_words.worked_weekends(walk.extra)
    if end is None and walk.stopped_by is not None:
        pause = walk.stopped_by
        lines.append(due_words.standing(in_beijing(pause.since), pause.cause, days - len(walk.running)))
    elif end is not None:
        lines.append(due_words.at_the_latest(end, provisional=walk.provisional))
    return lines


def calendar_days_deadline(start: date, days: int, calendar: Calendar | None = None) -> Deadline:
    """`days` calendar days after `start`, or the next working day when that is a rest day."""
    if days < 0:
        raise ValueError(f"days must not be negative: {days}")
    return (calendar if calendar is not None else current_calendar()).on_or_after(start + timedelta(days=days))


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month when it has no such day (民法典 art. 202)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def later_of(old: date | None, new: date | None) -> date | None:
    """The due date an enterprise keeps when the year's notice comes: later, never earlier.

    Without an old date, or with the clock standing now (`new` None), the new one holds.
    """
    if old is None or new is None:
        return new
    return max(old, new)

"""First and last day of a public notice: one pure function, asked by page, job, guard, message and letter.

The period runs for `days` working days from the day after publication; while an objection is looked into it stands
still, and objections may still be raised. A last day that was once promised is never moved forward: where a new
calendar would end the period sooner, the promise holds, for the officer as for the public.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tianfu.text.moments import beijing_day, long_day
from tianfu.workflow.calendar.due import Due, Pause, due_date
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.calendar.working_days import calendar as current_calendar
from tianfu.workflow.policies.clauses import Rests

CAUSE = "异议核查"
UPHELD = "upheld"


@dataclass(frozen=True)
class NoticePeriod:
    """`last` is None while an open objection lets the period stand still; then `remaining` working days are left."""

    first: date
    last: date | None
    provisional: bool
    paused_since: datetime | None
    remaining: int
    arithmetic: list[str]

    def over(self, today: date) -> bool:
        """Is `today` (in Beijing) after the last day? The last day counts to its last second."""
        return self.last is not None and today > self.last

    @property
    def in_words(self) -> str:
        """2026 年 3 月 9 日（周一）至 2026 年 3 月 13 日（周五）, or from when on and that it stands still."""
        if self.last is None:
            return f"自 {long_day(self.first)}起；异议核查期间公示期中止计算，中止期间仍可提出异议"
        later = "（暂定，放假安排公布后可能顺延）" if self.provisional else ""
        return f"{long_day(self.first)}至 {long_day(self.last)}{later}"


def notice_period(notice: Any, objections: Iterable[Any], calendar: Calendar | None = None) -> NoticePeriod:
    """The period of `notice` (published_at, days, promised_until) with its objections (recorded_at, closed_at).

    Pure when `calendar` is given. An objection of an earlier publication that is still open pauses the new one too.
    """
    days = calendar if calendar is not None else current_calendar()
    published = beijing_day(notice.published_at)
    pauses = [
        Pause(row.recorded_at, row.closed_at, CAUSE)
        for row in sorted(objections, key=lambda row: row.recorded_at)
        if row.closed_at is None or row.closed_at > notice.published_at
    ]
    due = due_date(notice.published_at, notice.days, pauses, days)
    open_since = next((pause.since for pause in pauses if pause.until is None), None)
    last, arithmetic = _kept(notice.promised_until, due) if open_since is None else (None, due.arithmetic)
    return NoticePeriod(
        first=days.add(published, 1).date,
        last=last,
        provisional=due.provisional and last == due.date,
        paused_since=open_since,
        remaining=due.remaining if open_since is not None else 0,
        arithmetic=arithmetic,
    )


def _kept(promised: date | None, due: Due) -> tuple[date | None, list[str]]:
    if promised is None or due.date is None or promised <= due.date:
        return due.date, due.arithmetic
    return promised, [*due.arithmetic, f"已公布的截止日 {long_day(promised)}不提前"]


def upheld_at(notice: Any, objections: Iterable[Any]) -> datetime | None:
    """When an objection to this publication was first upheld: from then on a decision is due. None = none was."""
    found = [row.closed_at for row in objections if row.outcome == UPHELD and row.closed_at >= notice.published_at]
    return min(found, default=None)


def period_due(period: NoticePeriod, notice: Any, key: str) -> Due:
    """The period as the clock of a case: its date, the working days used, and the policy `key` that said how many."""
    rests = Rests(key, beijing_day(notice.published_at))
    return Due(period.last, period.provisional, notice.days - period.remaining, notice.days, period.arithmetic, rests)

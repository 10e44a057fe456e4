"""The arithmetic of a due date in words, one line a step."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from tianfu.text.moments import clock_time, long_day, month_day, short_day, span
from tianfu.workflow.calendar.holiday_calendar import ONE_DAY


def counted_from(start: date, days: int) -> str:
    if days == 0:
        return f"{short_day(start)}当日办结"
    return f"自 {short_day(start)}次日起算 {days} 个工作日"


def received_late(came_in: datetime, counts_on: date) -> str:
    return f"{short_day(came_in)} {clock_time(came_in, seconds=False)} 收到，不在办公时间内，视为 {short_day(counts_on)}收到"


def paused(days: Sequence[tuple[int, str, date]]) -> list[str]:
    """One line per pause: (which pause, its cause, a working day it took)."""
    lines: list[str] = []
    for (_, cause), group in groupby(days, key=lambda entry: entry[:2]):
        taken = [day for _, _, day in group]
        lines.append(f"扣除{cause} {len(taken)} 个工作日（{span(taken[0], taken[-1])}）")
    return lines


def days_off(days: Sequence[tuple[date, str]]) -> list[str]:
    """One line: the holidays that were skipped, each as a stretch of consecutive days."""
    stretches: list[tuple[str, date, date]] = []
    for day, name in days:
        if stretches and stretches[-1][0] == name and stretches[-1][2] + ONE_DAY == day:
            stretches[-1] = (name, stretches[-1][1], day)
        else:
            stretches.append((name, day, day))
    if not stretches:
        return []
    return ["顺延：" + "、".join(f"{name} {span(first, last)}" for name, first, last in stretches)]


def worked_weekends(days: Sequence[date]) -> list[str]:
    if not days:
        return []
    return ["调休上班计入：" + "、".join(short_day(day) for day in days)]


def standing(since: date, cause: str, remaining: int) -> str:
    return f"{month_day(since)}起因{cause}中止计时，恢复后还有 {remaining} 个工作日"


def at_the_latest(day: date, *, provisional: bool) -> str:
    words = f"期限 {long_day(day)}"
    if provisional:
        return f"{words}，暂定：有关年度的放假通知尚未公布，公布后重新计算"
    return words

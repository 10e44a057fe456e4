"""开奖日历: which issue of which lottery is drawn when. A plan that names a past issue is the cheapest fraud."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tianfu.workflow import clock
from tianfu.workflow.policies.values import policy, policy_values

DICE = "dice"
DICE_FORMAT = "D20"
DICE_EVENT = "现场掷二十枚十面骰"
_FILE = Path(__file__).with_name("games.toml")


@dataclass(frozen=True)
class Game:
    """A lottery: `fmt` as TFMP-DRAW-1 writes it, `days` ISO week days, `issue` the pattern of its numbers."""

    id: str
    label: str
    operator: str
    event: str
    fmt: str
    days: str
    time: time
    issue: str
    hint: str
    notice: str


@dataclass(frozen=True)
class Issue:
    """One drawing: its number and the moment at which its numbers become known."""

    game: Game
    number: str
    at: datetime

    @property
    def event(self) -> str:
        """The event as the plan names it."""
        return self.game.event.format(issue=self.number)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def games() -> dict[str, Game]:
    """Every lottery by its source id."""
    return {
        key: Game(id=key, **{**entry, "time": time.fromisoformat(entry["time"])})
        for key, entry in _data()["games"].items()
    }


@dataclass(frozen=True)
class DrawingDays:
    """When nothing is drawn, and the last day for which that is known (policy `draw.closures`)."""

    closed: tuple[tuple[date, date], ...]
    until: date

    def drawn_on(self, day: date) -> bool:
        """Is anything drawn on this day? Nothing is on a day that is not known."""
        return day <= self.until and not any(first <= day <= last for first, last in self.closed)


def drawing_days() -> DrawingDays:
    """As administrators have entered them by today."""
    return _days(policy("draw.closures"))


def _days(value: dict[str, Any]) -> DrawingDays:
    periods = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in value["closed"])
    return DrawingDays(periods, date.fromisoformat(value["until"]))


def known_until() -> date:
    """The last day for which the closures are known."""
    return drawing_days().until


def source_of(game_id: str, number: str) -> dict[str, str]:
    """A source as the plan writes it."""
    game = games()[game_id]
    return {"id": game.id, "fmt": game.fmt, "event": game.event.format(issue=number)}


def issue_of(source: dict[str, str]) -> str:
    """The issue number inside a source's event; "" for a source that is no lottery."""
    game = games().get(source["id"])
    if game is None:
        return ""
    head, _, tail = game.event.partition("{issue}")
    return source["event"].removeprefix(head).removesuffix(tail)


def ends_soon(day: date) -> bool:
    """Is the end of the calendar near, so that the next year's closures must be entered (`draw.calendar_days`)?"""
    values = policy_values(["draw.closures", "draw.calendar_days"], on=day)
    return _days(values["draw.closures"]).until - day <= timedelta(days=int(values["draw.calendar_days"]))


def _issues(game: Game, year: int, days: DrawingDays) -> Iterator[Issue]:
    """The year's drawings in order; numbers count from 001 each year."""
    count, day = 0, date(year, 1, 1)
    while day.year == year and day <= days.until:
        if str(day.isoweekday()) in game.days and days.drawn_on(day):
            count += 1
            at = clock.start_of(day) + timedelta(hours=game.time.hour, minutes=game.time.minute)
            yield Issue(game, game.issue.format(year=year, short=year % 100, n=count), at)
        day += timedelta(days=1)


def find(game_id: str, number: str) -> Issue | None:
    """The drawing of this number, in this year or the next; None when there is none or its year is not known."""
    game = games().get(game_id)
    if game is None:
        return None
    year, days = clock.today().year, drawing_days()
    candidates = (issue for each in (year - 1, year, year + 1) for issue in _issues(game, each, days))
    return next((issue for issue in candidates if issue.number == number), None)


def upcoming(game_id: str, after: datetime, count: int) -> list[Issue]:
    """The next `count` drawings later than `after`."""
    game, days, found = games()[game_id], drawing_days(), []
    for year in (after.year, after.year + 1):
        for issue in _issues(game, year, days):
            if issue.at > after:
                found.append(issue)
            if len(found) == count:
                return found
    return found

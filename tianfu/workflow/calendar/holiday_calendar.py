"""The working calendar as a value: pure, immutable, without database or clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Deadline:
    """A day, and whether it may still move because a year's official notice is missing."""

    date: date
    provisional: bool


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from its weekday."""

    date: date
    rest: bool
    name: str
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. A year without a single official row is provisional: Monday to Friday,
    minus the provisional rest days that are known. It never raises for want of data."""

    version: int
    sha256: str
    special: dict[date, SpecialDay] = field(repr=False)
    official_years: frozenset[int]

    @classmethod
    def of(cls, days: Iterable[SpecialDay], *, version: int = 0, sha256: str = "") -> "Calendar":
        special = {day.date: day for day in days}
        official = frozenset(day.date.year for day in special.values() if not day.provisional)
        return cls(version, sha256, special, official)

    def is_working_day(self, day: date) -> bool:
        found = self.special.get(day)
        return not found.rest if found is not None else day.weekday() < _SATURDAY

    def is_provisional(self, day: date) -> bool:
        """May the official notice of that year still change whether `day` is worked?"""
        return day.year not in self.official_years

    def add(self, start: date, days: int) -> Deadline:
        """The `days`-th working day after `start`; the day itself never counts, worked or not.

        With `days` = 0 that is `start`. Provisional when any day walked over lies in a provisional year.
        """
        if days < 0:
            raise ValueError(f"working days must not be negative: {days}")
        day, left, provisional = start, days, False
        while left:
            day += ONE_DAY
            provisional = provisional or self.is_provisional(day)
            left -= self.is_working_day(day)
        return Deadline(day, provisional)

    def count(self, after: date, until: date) -> int:
        """Working days after `after` up to and with `until`; 0 when `until` is not later."""
        return sum(self.is_working_day(after + ONE_DAY * n) for n in range(1, (until - after).days + 1))

    def on_or_after(self, day: date) -> Deadline:
        """`day`, or the next working day when it is a rest day (民法典 art. 203)."""
        provisional = self.is_provisional(day)
        while not self.is_working_day(day):
            day += ONE_DAY
            provisional = provisional or self.is_provisional(day)
        return Deadline(day, provisional)

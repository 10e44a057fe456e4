"""Working days by the loaded calendar (domain.md 11.5). One cheap query per call; for many rows
take `calendar()` once and ask it."""

from datetime import date

from tianfu.workflow.calendar.holiday_calendar import Calendar, Deadline, SpecialDay
from tianfu.workflow.models import CalendarVersion, Holiday

__all__ = ["Calendar", "Deadline", "add_working_days", "calendar", "count_working_days", "is_working_day"]

# No notice loaded at all: Monday to Friday, everything provisional.
_BARE = Calendar.of(())
_cached = _BARE


def calendar() -> Calendar:
    """The calendar of the newest version, kept per process until another version is loaded."""
    global _cached
    newest = CalendarVersion.objects.values_list("n", "sha256").first()
    if newest is None:
        return _BARE
    if (_cached.version, _cached.sha256) != newest:
        # The sum covers every row, so the number alone (reused after a rollback) cannot mislead.
        _cached = _read(*newest)
    return _cached


def _read(version: int, sha256: str) -> Calendar:
    rows = Holiday.objects.values_list("date", "rest", "name", "provisional")
    return Calendar.of((SpecialDay(*row) for row in rows), version=version, sha256=sha256)


def add_working_days(start: date, n: int) -> Deadline:
    """The n-th working day after `start`; `start` itself never counts (domain.md 11.5)."""
    return calendar().add(start, n)


def count_working_days(after: date, until: date) -> int:
    """Working days after `after` up to and with `until`."""
    return calendar().count(after, until)


def is_working_day(day: date) -> bool:
    return calendar().is_working_day(day)

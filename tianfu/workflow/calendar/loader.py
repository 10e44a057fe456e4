"""Loading the holiday table: the package's years, provisional years, and the year's official notice."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from chinese_calendar import constants
from django.db import transaction
from django.dispatch import Signal

from tianfu.ledger.audit.records import record
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock
from tianfu.workflow.calendar import feasts
from tianfu.workflow.calendar.holiday_calendar import SpecialDay
from tianfu.workflow.models import CalendarVersion, Holiday

# Sent inside the transaction, with version: the apps above recompute what they stored (`due_on`).
calendar_loaded = Signal()

_PACKAGE_YEARS = range(2024, 2027)
_PACKAGE_SOURCE = "国务院办公厅年度放假通知（取自 chinesecalendar 1.11.0）"


def package_days(years: Iterable[int] = _PACKAGE_YEARS) -> list[SpecialDay]:
    """Rest days and worked weekends of the years that the package chinesecalendar knows."""
    wanted = set(years)
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    rest = [SpecialDay(day, True, names[name], False) for day, name in constants.holidays.items()]
    worked = [SpecialDay(day, False, names[name], False) for day, name in constants.workdays.items()]
    return sorted((day for day in rest + worked if day.date.year in wanted), key=lambda day: day.date)


def load_calendar(days: Iterable[SpecialDay], *, source: str, actor: Any = None) -> CalendarVersion:
    """Replace, for every year that `days` touches, that year's rows; return the version that holds now.

    Loading the same twice changes nothing and makes no version. Provisional days never replace an
    official year. A new version is written into the audit trail, and `calendar_loaded` is sent.
    """
    with transaction.atomic():
        version, new = _load(list(days), source)
        if new:
            data = {"source": source, "sha256": version.sha256}
            record("calendar.loaded", actor=actor, subject=version, data=data)
    return version


def load_reference_calendar() -> CalendarVersion:
    """What a new installation starts with: 2024 to 2026 from the package, later years provisional.

    Nobody acts here, so the version row is the only trace.
    """
    with transaction.atomic():
        _load(_not_yet_official(package_days()), _PACKAGE_SOURCE)
        later = [day for year in feasts.YEARS for day in feasts.provisional_days(year)]
        return _load(later, feasts.DECREE)[0]


def _load(days: list[SpecialDay], source: str) -> tuple[CalendarVersion, bool]:
    # Two loads at once would both take the same number: the second waits here.
    list(CalendarVersion.objects.select_for_update().order_by("n"))
    _replace(days, source)
    newest = CalendarVersion.objects.first()
    digest = sha256_hex(canonical(_table()))
    if newest is not None and newest.sha256 == digest:
        return newest, False
    version = CalendarVersion.objects.create(
        n=newest.n + 1 if newest else 1, loaded_at=clock.now(), source=source, sha256=digest
    )
    calendar_loaded.send(sender=CalendarVersion, version=version)
    return version, True


def missing_year(today: date) -> int | None:
    """The next year, when its official notice is still missing after 1 November; else None."""
    year = today.year + 1
    if today < date(today.year, 11, 1):
        return None
    official = Holiday.objects.filter(date__year=year, provisional=False).exists()
    return None if official else year


def _replace(days: list[SpecialDay], source: str) -> None:
    official = {year for year in _years(days) if Holiday.objects.filter(date__year=year, provisional=False).exists()}
    taken = [day for day in days if not (day.provisional and day.date.year in official)]
    for year in _years(taken):
        Holiday.objects.filter(date__year=year).delete()
    Holiday.objects.bulk_create(
        Holiday(date=day.date, rest=day.rest, name=day.name, source=source, provisional=day.provisional)
        for day in taken
    )


def _not_yet_official(days: list[SpecialDay]) -> list[SpecialDay]:
    """Leave out years that an official notice has already filled: the package must not undo it."""
    loaded = {
        year
        for year in _years(days)
        if Holiday.objects.filter(date__year=year, provisional=False).exclude(source=_PACKAGE_SOURCE).exists()
    }
    return [day for day in days if day.date.year not in loaded]


def _years(days: Iterable[SpecialDay]) -> set[int]:
    return {day.date.year for day in days}


def _table() -> list[list[Any]]:
    rows = Holiday.objects.order_by("date").values_list("date", "rest", "name", "source", "provisional")
    return [[day.isoformat(), rest, name, source, provisional] for day, rest, name, source, provisional in rows]

"""The clock of one stage: its working days from the day of arrival, stopped by corrections and standstills.

Derived from the case's events, never counted down (design 4). A leaf, so that every stage may say what its own clock is.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from applications.cases.states import STANDSTILL, PauseCause
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar import due_words
from tianfu.workflow.calendar.due import Due, Pause, due_date
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.policies.clauses import Rests
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from applications.cases.models.application import Application


def allowed_days(application: "Application", key: str, on: date) -> int:
    """Working days the policy `key` allows, as valid on the day the clock started."""
    return int(policy(key, scope=application.programme_slug, on=on))


def due_by(
    application: "Application",
    key: str,
    started: date | datetime,
    calendar: Calendar | None = None,
    *,
    pauses: Sequence[Pause] = (),
) -> Due:
    """When the days are over that the policy `key` allowed as they began to run."""
    first = moments.beijing_day(started)
    due = due_date(started, allowed_days(application, key, first), pauses, calendar)
    return replace(due, rests=Rests(key, first))


def pauses_since(application: "Application", since: datetime) -> list[Pause]:
    """Corrections and standstills that stopped this stage's clock, oldest first; a notice's pauses belong to its period."""
    found = [
        Pause(row.opened_at, _resumed(row), PauseCause.CORRECTION.label)
        for row in application.corrections.all()
        if row.opened_at >= since
    ]
    if application.state in STANDSTILL:
        found += [
            Pause(row.since, row.until, row.get_cause_display())
            for row in application.standstills.all()
            if row.since >= since
        ]
    return sorted(found, key=lambda pause: pause.since)


def _resumed(correction: Any) -> datetime | None:
    """When the answer counts as received: the day after an evening belongs to the pause (office hours)."""
    if correction.closed_at is None or correction.counted_from is None:
        return correction.closed_at
    return max(correction.closed_at, clock.start_of(correction.counted_from))


def stage_clock(application: "Application", key: str, calendar: Calendar | None) -> Due | None:
    """The days that the policy `key` allows here; None for a case that has not arrived."""
    since = application.stage_since
    if since is None:
        return None
    first = application.counted_from or clock.in_beijing(since)
    due = due_by(application, key, first, calendar, pauses=pauses_since(application, since))
    if first == clock.in_beijing(since):
        return due
    return replace(due, arithmetic=[due_words.received_late(since, first), *due.arithmetic])

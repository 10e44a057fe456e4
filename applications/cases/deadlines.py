"""The case's clock: derived from its events, never counted down (design 4).

A leaf: it reads the case's own rows and the working-day floor, so that the model can project
`due_on` with it and every page can show the arithmetic.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from applications.cases.states import FINAL, STANDSTILL, ApplicationState, PauseCause
from applications.review.stages.public_notice.period import notice_period, period_due, upheld_at
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar import due_words
from tianfu.workflow.calendar.due import Due, Pause, due_date, later_of
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from applications.cases.models.application import Application

S = ApplicationState


def allowed_days(application: "Application", key: str, on: date) -> int:
    """Working days the policy `key` allows, as valid on the day the clock started."""
    return int(policy(key, scope=application.programme_slug, on=on))


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


def case_clock(application: "Application", days: Calendar | None = None) -> Due | None:
    """The clock that runs now: the stage's, or the enterprise's while it corrects. None = no clock.

    `days`: the calendar, for whoever has asked for it already.
    """
    if application.state == S.DRAFT or application.state in FINAL:
        return None
    if application.state == S.CORRECTION_REQUIRED:
        correction = application.open_correction()
        if correction is None:
            return None
        started = correction.opened_at
        allowed = allowed_days(application, "correction.reply_days", clock.in_beijing(started))
        return due_date(started, allowed, [], days)
    if application.state == S.PUBLIC_NOTICE:
        return _notice_clock(application, days)
    return _stage_clock(application, days)


def _stage_clock(application: "Application", calendar: Calendar | None) -> Due | None:
    since = application.stage_since
    if since is None:
        return None
    first = application.counted_from or clock.in_beijing(since)
    days = allowed_days(application, f"stage.{application.state}.days", first)
    due = due_date(first, days, pauses_since(application, since), calendar)
    if first == clock.in_beijing(since):
        return due
    return replace(due, arithmetic=[due_words.received_late(since, first), *due.arithmetic])


def _notice_clock(application: "Application", days: Calendar | None) -> Due | None:
    """The notice's period; once an objection is upheld, the time in which the case must be decided."""
    notice = getattr(application, "notice", None)
    if notice is None:
        return None
    objections = list(notice.objections.all())
    upheld = upheld_at(notice, objections)
    if upheld is not None:
        allowed = allowed_days(application, "objection.decision_days", clock.in_beijing(upheld))
        return due_date(upheld, allowed, [], days)
    return period_due(notice_period(notice, objections, days), notice.days)


def project_due(application: "Application") -> None:
    """Keep the clock's day with the case, for lists; called before each save."""
    due = case_clock(application)
    application.due_on = due.date if due else None
    application.due_provisional = bool(due and due.provisional)


def overdue_sentence(application: "Application", act: str) -> str:
    """Why the enterprise may no longer `act` (提交补正, 签署协议); "" while its period runs. Never asks a job."""
    due = case_clock(application)
    last = later_of(application.due_on, due.date if due else None)
    if last is None or clock.today() <= last:
        return ""
    return f"期限（{moments.long_day(last)}）已经届满，不能再{act}。需要的，请重新申报。"


def overdue(application: "Application", today: date) -> bool:
    return application.due_on is not None and application.due_on < today

"""The case's clock: derived from its events, never counted down (design 4).

A leaf: it reads the case's own rows and the working-day floor, so that the model can project
`due_on` with it and every page can show the arithmetic.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from applications.states import FINAL, ApplicationState, PauseCause
from tianfu.workflow import clock
from tianfu.workflow.due import Due, Pause, due_date
from tianfu.workflow.policies import policy

if TYPE_CHECKING:
    from applications.models import Application

S = ApplicationState


def allowed_days(application: "Application", key: str, on: date) -> int:
    """Working days the policy `key` allows, as valid on the day the clock started."""
    return int(policy(key, scope=application.programme_slug, on=on))


def pauses_since(application: "Application", since: datetime) -> list[Pause]:
    """Corrections and objections that stopped this stage's clock, oldest first."""
    found = [
        Pause(row.opened_at, row.closed_at, PauseCause.CORRECTION.label)
        for row in application.corrections.all()
        if row.opened_at >= since
    ]
    notice = getattr(application, "notice", None)
    if notice is not None and application.state == S.PUBLIC_NOTICE:
        found += [
            Pause(row.recorded_at, row.closed_at, PauseCause.OBJECTION.label)
            for row in notice.objections.all()
            if row.recorded_at >= since
        ]
    return sorted(found, key=lambda pause: pause.since)


def case_clock(application: "Application") -> Due | None:
    """The clock that runs now: the stage's, or the enterprise's while it corrects. None = no clock."""
    if application.state == S.DRAFT or application.state in FINAL:
        return None
    if application.state == S.CORRECTION_REQUIRED:
        correction = application.open_correction()
        if correction is None:
            return None
        started = correction.opened_at
        return due_date(started, allowed_days(application, "correction.reply_days", clock.in_beijing(started)), [])
    started = application.stage_since
    if started is None:
        return None
    if application.state == S.PUBLIC_NOTICE:
        notice = getattr(application, "notice", None)
        if notice is None:
            return None
        return due_date(notice.published_at, notice.days, pauses_since(application, notice.published_at))
    days = allowed_days(application, f"stage.{application.state}.days", clock.in_beijing(started))
    return due_date(started, days, pauses_since(application, started))


def overdue(application: "Application", today: date) -> bool:
    return application.due_on is not None and application.due_on < today

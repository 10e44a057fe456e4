"""The case's clock: derived from its events, never counted down (design 4).

It asks the stage where the case stands, so that `due_on` can be projected with it and every page can show the arithmetic.
"""

from datetime import date
from typing import TYPE_CHECKING

from applications.cases.stages.clock import due_by
from applications.cases.stages.stage import stage
from applications.cases.states import FINAL, ApplicationState
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import Due, later_of
from tianfu.workflow.calendar.holiday_calendar import Calendar

if TYPE_CHECKING:
    from applications.cases.models.application import Application

S = ApplicationState


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
        return due_by(application, "correction.reply_days", correction.opened_at, days)
    return stage(application.state).clock(application, days)


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

"""Where the asking stands: what is still waited for, whether a department had something to say, and until when.

A day that has passed counts as passed, whether or not the clock's job has closed the question.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from applications.cases.stages.clock import due_by, stage_clock
from applications.cases.states import ApplicationState
from applications.review.stages.consultation.models import Consultation
from tianfu.text.moments import beijing_day, long_day
from tianfu.workflow.calendar.due import Due, due_date, later_of
from tianfu.workflow.calendar.holiday_calendar import Calendar
from tianfu.workflow.policies.clauses import Rests

if TYPE_CHECKING:
    from applications.cases.models.application import Application

KEY = str(ApplicationState.CONSULTATION)
DAYS, ASK_DAYS = f"stage.{KEY}.days", "consultation.ask_days"
REMINDER_DAYS, DECISION_DAYS = "consultation.reminder_days", "consultation.decision_days"
_OUTCOME = Consultation.Outcome


def all_asked(application: "Application") -> list[Consultation]:
    """Every question of the case, of earlier stays too. No query for a programme without the stage."""
    if KEY not in application.stage_order:
        return []
    return list(Consultation.objects.filter(application=application).select_related("department", "answer"))


def asked(application: "Application") -> list[Consultation]:
    """The questions of this stay."""
    return [row for row in all_asked(application) if row.left_at is None]


def waited_for(rows: Iterable[Consultation], today: date) -> list[Consultation]:
    """Whose answer may still come."""
    return [row for row in rows if row.closed_at is None and today <= row.due_on]


def with_opinion(rows: Iterable[Consultation]) -> list[Consultation]:
    return [row for row in rows if row.outcome == _OUTCOME.OPINION]


def pass_problems(application: "Application", today: date) -> list[str]:
    """Why the case may not go on yet: nobody was asked, or somebody may still answer."""
    rows = asked(application)
    if not rows:
        return ["还没有征求任何部门的意见，请先发出征求意见。"]
    waiting = waited_for(rows, today)
    if not waiting:
        return []
    names = "、".join(str(row.department) for row in waiting)
    return [f"{names}还没有答复，最迟 {long_day(max(row.due_on for row in waiting))}。"]


def promised_due(row: Consultation, calendar: Calendar | None = None) -> Due:
    """The department's own time; the day it was told is never moved forward."""
    due = replace(due_date(row.asked_at, row.days, [], calendar), rests=Rests(DAYS, beijing_day(row.asked_at)))
    last = later_of(row.due_on, due.date)
    if last == due.date:
        return due
    kept = [*due.arithmetic, f"已告知部门的期限 {long_day(row.due_on)}不提前"]
    return replace(due, date=last, provisional=False, arithmetic=kept)


def settled_at(rows: Iterable[Consultation]) -> datetime | None:
    """When the last of them was closed; None while one is open."""
    moments = [row.closed_at for row in rows]
    return None if None in moments else max(moment for moment in moments if moment is not None)


def case_due(application: "Application", calendar: Calendar | None) -> Due | None:
    """First the desk's time to ask, then the latest of the departments', then the desk's to decide."""
    rows = asked(application)
    if not rows:
        return stage_clock(application, ASK_DAYS, calendar)
    settled = settled_at(rows)
    if settled is not None:
        return due_by(application, DECISION_DAYS, settled, calendar)
    dues = [promised_due(row, calendar) for row in rows if row.closed_at is None]
    return max(dues, key=lambda due: due.date or date.max)


def facts(application: "Application") -> dict[str, Any]:
    """What departments said, for whoever signs on the case."""
    rows = all_asked(application)
    said = [[row.department.name, row.get_outcome_display(), answer_text(row)] for row in rows]
    return {"征求部门意见": said} if rows else {}


def answer_text(row: Consultation) -> str:
    found = getattr(row, "answer", None)
    return found.text if found is not None else ""

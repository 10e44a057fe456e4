"""受理: when it is final, and when silence brings it (行政许可法 art. 32(4) as model). A leaf for the door's rules."""

from datetime import date
from typing import TYPE_CHECKING, Any

from applications.cases.deadlines import case_clock
from applications.cases.states import INTAKE
from tianfu.text.moments import full_day
from tianfu.workflow import clock
from tianfu.workflow.policies.clauses import clause_of
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from applications.cases.models.application import Application

SILENCE = "completeness.silence_accepts"
"""Policy: whether an office that says nothing in time has accepted."""
ACCEPTING = ("pass_stage", "deem_accepted")


def accepted(application: "Application", *, before: Any = None) -> bool:
    """Was the case accepted (earlier than the passage `before`), by an act or by silence? It is so once, and told once."""
    return any(
        change.source in INTAKE
        and change.transition in ACCEPTING
        and (before is None or change.revision < before.revision)
        for change in application.changes.all()
    )


def silent_until(application: "Application") -> date | None:
    """The last day on which the office could speak, when it has passed and silence counts; else None."""
    if application.state not in INTAKE or application.stage_since is None:
        return None
    # The projection first: a page asks this of every case, and almost none is late.
    if application.due_on is None or clock.today() <= application.due_on:
        return None
    due = case_clock(application)
    if due is None or due.date is None or clock.today() <= due.date:
        return None
    started = clock.in_beijing(application.stage_since)
    return due.date if policy(SILENCE, scope=application.programme_slug, on=started) else None


def silence_basis(application: "Application") -> str:
    """On what the rule rests that counted when the stage began, as whoever set it wrote it down; for the letter."""
    if application.stage_since is None:
        return ""
    started = clock.in_beijing(application.stage_since)
    return clause_of(SILENCE, started, application.programme_slug)


def acceptance_problems(application: "Application") -> list[str]:
    """Why 不予受理 and corrections of 形式审查 are over; whether the clock's job has run already makes no difference."""
    if application.state not in INTAKE:
        return []
    if accepted(application):
        return ["本件已经受理，不能再不予受理，也不能再就材料齐全要求补正。"]
    day = silent_until(application)
    if day is None:
        return []
    return [f"形式审查期限 {full_day(day)}已过，逾期未告知的视为受理，不能再不予受理或要求补正。"]


def silence_problems(application: "Application") -> list[str]:
    """Why silence does not yet count as acceptance; empty = it does."""
    return [] if silent_until(application) is not None else ["形式审查期限未满，或不适用逾期视为受理。"]

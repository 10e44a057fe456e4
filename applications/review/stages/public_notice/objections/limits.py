"""Until when an objection is to be looked into, answered, and decided on. Pure functions of its dates and the policies."""

from datetime import date
from typing import Any

from applications.cases.stages.clock import due_by
from tianfu.workflow.calendar.due import Due


def investigation_due(objection: Any) -> Due:
    """异议核查: working days from the day it was recorded."""
    return _due(objection, objection.recorded_at, "objection.days")


def answer_due(objection: Any) -> Due | None:
    """企业陈述: working days from the day the summary was sent. None = not sent yet."""
    if objection.summary_checked_at is None:
        return None
    return _due(objection, objection.summary_checked_at, "objection.answer_days")


def decision_due(objection: Any) -> Due | None:
    """The decision on a case whose objection was upheld. None = it was not."""
    if objection.outcome != "upheld":
        return None
    return _due(objection, objection.closed_at, "objection.decision_days")


def answer_over(objection: Any, today: date) -> bool:
    """May the finding be against the applicant: he has answered, or his time is over."""
    if objection.answers.exists():
        return True
    due = answer_due(objection)
    return due is not None and due.date is not None and today > due.date


def _due(objection: Any, since: Any, key: str) -> Due:
    return due_by(objection.notice.application, key, since)

"""What the clock does every day: who still has to answer is reminded, who let the day pass counts as without objection."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from applications.cases.models.application import Application
from applications.review.stages.consultation.acts import silence
from applications.review.stages.consultation.messages import tell_due_soon
from applications.review.stages.consultation.models import Consultation
from applications.review.stages.consultation.standing import KEY, REMINDER_DAYS
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.door import lock
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each


def waits(today: date) -> Q:
    """Cases at the stage where a department may still answer."""
    return Q(Exists(_asked().open().filter(due_on__gte=today)))


def _asked() -> Any:
    return Consultation.objects.standing().filter(application=OuterRef("pk"))


def close_silent(today: date) -> int:
    """Close what was not answered in time; a case whose time is over goes on or is the desk's. May run twice.

    A case that all let pass and that the door refused then (a firm on the blacklist) is tried again every day.
    """
    opinion = Q(Exists(_asked().filter(outcome=Consultation.Outcome.OPINION)))
    late = Q(Exists(_asked().open().filter(due_on__lt=today)))
    ready = Q(Exists(_asked())) & ~waits(today) & ~opinion
    cases = Application.objects.filter(late | ready, state=KEY).order_by("pk")
    return each("close consultations", cases, lambda case: _close(case, today))


def _close(case: Application, today: date) -> bool:
    locked = lock(case)
    if locked.state != KEY:
        return False
    silence(locked, today)
    return True


def remind_departments(today: date) -> int:
    """Tell each department whose time is nearly over and that has not answered, once; returns how many were looked at."""
    rows = Consultation.objects.standing().open().filter(due_on__gte=today, application__state=KEY)
    related = "department", "application__programme_version__programme", "application__product_version"
    rows = rows.select_related(*related, "application__enterprise__organisation").order_by("pk")
    return each("remind departments", rows, lambda row: _remind(row, today))


def _remind(row: Consultation, today: date) -> bool:
    left = calendar().count(today, row.due_on)
    if left > int(policy(REMINDER_DAYS, scope=row.application.programme_slug)):
        return False
    tell_due_soon(row)
    return True

"""Time runs out: reminders before the enterprise's due dates, 逾期失效 after them. Every function may run twice."""

import logging
from datetime import date

from applications.cases.models.application import Application
from applications.cases.stages.stage import stage
from applications.cases.states import LAPSING
from applications.cases.states import ApplicationState as S
from applications.review.messages import tell_correction_due
from tianfu.text import moments
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.door import SYSTEM, Refused, advance
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each

log = logging.getLogger(__name__)


def lapse_overdue(today: date) -> int:
    """Lapse every case whose enterprise did not answer in time; returns how many lapsed."""
    overdue = Application.objects.filter(state__in=LAPSING, due_on__lt=today)
    return each("lapse", overdue.order_by("pk"), _lapse)


def _lapse(application: Application) -> bool:
    due = application.due_on
    note = f"期限 {moments.long_day(due)}已过" if due else "期限已过"
    try:
        advance(application, "lapse", actor=SYSTEM, seen=application.revision, note=note, due=due)
    except Refused as refusal:
        log.info("application %s does not lapse: %s", application.pk, refusal)
        return False
    return True


def remind_of_due(today: date) -> int:
    """Tell those whose own time is over soon, once each; returns how many cases were looked at."""
    waiting = Application.objects.filter(state__in=LAPSING, due_on__gte=today)
    rows = waiting.select_related("enterprise__organisation", "product_version", "programme_version__programme")
    return each("remind of due", rows, lambda application: _remind(application, today))


def _remind(application: Application, today: date) -> bool:
    assert application.due_on is not None  # the query asked for one
    left = calendar().count(today, application.due_on)
    key = "correction" if application.state == S.CORRECTION_REQUIRED else application.state
    if left > int(policy(f"{key}.reminder_days", scope=application.programme_slug)):
        return False
    if key == "correction":
        tell_correction_due(application, application.open_correction().pk, left)
    else:
        stage(application.state).remind(application)
    return True

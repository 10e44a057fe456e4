"""逾期视为受理: the clock accepts what the office left unanswered, and tells both sides. May run twice."""

import logging
from datetime import date

from applications.cases.models.application import Application
from applications.cases.rules.acceptance import silence_basis
from applications.cases.states import ApplicationState
from tianfu.text.moments import full_day
from tianfu.workflow.door import SYSTEM, Refused, advance
from tianfu.workflow.rounds import each

log = logging.getLogger(__name__)


def accept_silent(today: date) -> int:
    """Accept every case whose 形式审查 ended without a word; returns how many."""
    waiting = Application.objects.filter(state=ApplicationState.COMPLETENESS_CHECK, due_on__lt=today)
    return each("accept by silence", waiting.order_by("pk"), _accept)


def _accept(application: Application) -> bool:
    due = application.due_on
    note = f"形式审查期限 {full_day(due)}届满，未告知补正或不予受理，视为受理。" if due else ""
    seen, basis = application.revision, silence_basis(application)
    try:
        advance(application, "deem_accepted", actor=SYSTEM, seen=seen, note=note, due=due, basis=basis)
    except Refused as refusal:
        log.info("application %s is not accepted by silence: %s", application.pk, refusal)
        return False
    return True

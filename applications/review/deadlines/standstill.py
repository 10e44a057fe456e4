"""Stopping a case's clock for something that neither side can end, and letting it run on."""

from applications.cases.filings.submission import refresh_due
from applications.cases.models.application import Application
from applications.cases.states import PauseCause
from applications.review.models import Standstill
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import lock


def stop(application: Application, cause: PauseCause, note: str) -> bool:
    """Stop the clock; False when it stood for this cause already. Within the caller's transaction."""
    locked = lock(application)
    if locked.standstills.filter(cause=cause, until=None).exists():
        return False
    row = Standstill.objects.create(application=locked, cause=cause, note=note, since=clock.now())
    record("application.stand_still", actor=None, subject=locked, reason=note or cause.label, data={"cause": row.cause})
    refresh_due(application)
    return True


def resume(application: Application, cause: PauseCause) -> bool:
    """Let the clock run on; False when it did not stand for this cause."""
    locked = lock(application)
    if not locked.standstills.filter(cause=cause, until=None).update(until=clock.now()):
        return False
    record("application.run_on", actor=None, subject=locked, reason=cause.label, data={"cause": str(cause)})
    refresh_due(application)
    return True

"""What the beat does for authorizations. Each task takes the Beijing day and calls one function that may run twice."""

from celery import shared_task

from certification.authorizations.lookup import counts
from certification.authorizations.suspensions.limits import tell_of_limits
from certification.authorizations.suspensions.replacements.acts import follow_bodies, pass_over_late
from certification.authorizations.term.expiry import expire_ended
from certification.certificates.losses.grounds import tell_of_lost
from certification.certificates.losses.standstill import look_after
from certification.changes.renewals.beginnings import begin_due
from certification.changes.renewals.reminders import remind_of_expiry
from certification.duties.reports.filings.rounds import open_due, remind_late
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one


@shared_task(name="certification.expire", expires=3600)
def expire() -> None:
    steps = (expire_ended, begin_due, follow_bodies, pass_over_late, tell_of_lost, look_after, open_due)
    one_by_one(clock.today(), *steps)


@shared_task(name="certification.remind_expiry", expires=3600)
def remind() -> None:
    one_by_one(clock.today(), remind_of_expiry, tell_of_limits, remind_late)


@shared_task(name="certification.fold_counts", expires=3600)
def fold_counts() -> None:
    counts.fold()

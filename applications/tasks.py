"""What the beat does for cases. Each task takes the Beijing day and calls one function that may run twice."""

from celery import shared_task

from applications.enterprises.changes.acts import take_effect_due
from applications.review.lapse import lapse_overdue, remind_of_due
from applications.review.stages.completeness_check.silence import accept_silent
from applications.review.stages.public_notice.publication import close_ended_notices
from applications.review.work.handlers import lapse_idle_claims
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one


@shared_task(name="applications.close_notices", expires=600)
def close_notices() -> None:
    close_ended_notices(clock.today())


@shared_task(name="applications.enterprise_changes", expires=600)
def enterprise_changes() -> None:
    take_effect_due(clock.today())


@shared_task(name="applications.lapse_overdue", expires=600)
def lapse() -> None:
    one_by_one(clock.today(), accept_silent, lapse_overdue, lapse_idle_claims, remind_of_due)

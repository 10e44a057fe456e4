"""What the beat does for the lists; every step may run twice."""

from celery import shared_task

from supervision.lists.risk.reckoner import refresh_monthly
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one


@shared_task(name="supervision.refresh_risk", expires=3600)
def refresh_risk() -> None:
    one_by_one(clock.today(), refresh_monthly)

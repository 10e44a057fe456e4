"""What the beat does for checks; every step may run twice."""

from celery import shared_task

from supervision.inspections.consequences.rectifications import remind_of_limits
from supervision.inspections.consequences.sanctions import ask_operator
from supervision.inspections.results.conclusions import warn_of_unpublished
from supervision.inspections.samples.acts import remind_of_reports, settle_due
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one


@shared_task(name="supervision.look_after_inspections", expires=3600)
def look_after_inspections() -> None:
    steps = (warn_of_unpublished, remind_of_limits, ask_operator, settle_due, remind_of_reports)
    one_by_one(clock.today(), *steps)

"""What the beat does for cases. Each task takes the Beijing day and calls one function that may run twice.

Stages keep further tasks in `tasks.py` of their folders; what is done daily for all cases of a stage is
`Stage.time_over` and `Stage.time_near`.
"""

from celery import shared_task

from applications.cases.stages.stage import registered
from applications.enterprises.changes.acts import take_effect_due
from applications.review.deadlines.lapse import lapse_overdue, remind_of_due
from applications.review.work.handlers import lapse_idle_claims
from tianfu.registry.discovery import found
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one

found("applications.review.stages", "tasks")


@shared_task(name="applications.enterprise_changes", expires=600)
def enterprise_changes() -> None:
    take_effect_due(clock.today())


@shared_task(name="applications.lapse_overdue", expires=600)
def lapse() -> None:
    rooms = list(registered().values())
    over, near = [room.time_over for room in rooms], [room.time_near for room in rooms]
    one_by_one(clock.today(), *over, lapse_overdue, lapse_idle_claims, remind_of_due, *near)

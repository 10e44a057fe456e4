"""What the beat does for the directories. Each function may run twice."""

from celery import shared_task

from supervision.directories.imports.intake import drop_forgotten
from supervision.directories.messages import remind_of_certificates
from supervision.directories.objects.upkeep import compare_once_a_day
from tianfu.workflow import clock
from tianfu.workflow.rounds import one_by_one


@shared_task(name="supervision.compare_directory", expires=3600)
def compare_directory() -> None:
    one_by_one(clock.today(), compare_once_a_day, remind_of_certificates, drop_forgotten)

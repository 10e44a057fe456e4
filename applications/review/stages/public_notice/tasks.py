"""What the beat does for notices."""

from celery import shared_task

from applications.review.stages.public_notice.publication import close_ended_notices
from tianfu.workflow import clock


@shared_task(name="applications.close_notices", expires=600)
def close_notices() -> None:
    close_ended_notices(clock.today())

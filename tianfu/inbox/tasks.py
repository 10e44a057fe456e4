from celery import shared_task

from tianfu.inbox.mail import delivery


@shared_task(name="inbox.queue_waiting", expires=60)
def queue_waiting() -> None:
    delivery.queue_waiting()

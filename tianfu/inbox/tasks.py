from celery import shared_task

from tianfu.inbox import delivery


# Longer than one run can take (100 mails, each a few seconds, stops at the first silence of the server).
@shared_task(name="inbox.deliver_mail", soft_time_limit=540)
def deliver_mail() -> None:
    delivery.deliver_due()

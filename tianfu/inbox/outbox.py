"""Storing a mail: the only way a mail leaves this system begins here, inside the caller's transaction."""

import logging

from celery import current_app
from django.conf import settings
from django.db import transaction

from tianfu.inbox.models import MailState, OutgoingMail
from tianfu.inbox.wording import clean, one_line

log = logging.getLogger(__name__)


def only_shown() -> bool:
    """In the demo without a mail server, mails are for reading in the outbox page."""
    return settings.DEMO and not settings.SMTP_URL


def store_mail(
    to: str,
    subject: str,
    text: str,
    *,
    key: str,
    html: str = "",
    sender: str = "",
    about: str = "",
    secret: bool = False,
) -> OutgoingMail:
    """Store one mail to one address; it is sent after the caller's transaction has committed, or never."""
    mail = OutgoingMail.objects.create(
        to=one_line(to, 254),
        sender=one_line(sender or settings.DEFAULT_FROM_EMAIL, 200),
        subject=one_line(subject, 200),
        body_text=clean(text),
        body_html=html,
        key=key,
        about=about,
        secret=secret,
        state=MailState.SHOWN if only_shown() else MailState.QUEUED,
    )
    transaction.on_commit(nudge, robust=True)
    return mail


def nudge() -> None:
    """Ask a worker to deliver now. The beat asks anyway every few seconds, so a dead broker delays and loses nothing."""
    if not settings.SMTP_URL:
        return
    try:
        # By name: the task imports delivery, which is above this module.
        current_app.send_task("inbox.deliver_mail", retry=False)
    except Exception as error:  # any broker failure: kombu, redis and socket errors have no common base
        log.warning("发信任务未能通知后台进程，将由定时任务发送：%s", error)

"""Django's mail backend: whatever is sent through django.core.mail (allauth's mails too) goes into the outbox."""

import contextlib
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from tianfu.inbox.mail.outbox import store_mail


class AttachmentRefused(ValueError):
    """Papers are read in the inbox and behind a permission check, never sent as attachments."""


class OutboxBackend(BaseEmailBackend):
    """Stores one row per recipient. Mails that come this way are those of the accounts floor: sign-up, password,
    e-mail change. They carry one-time links, so they are marked secret."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                _store(message)
        return len(email_messages)


def _store(message: EmailMessage) -> None:
    if message.attachments:
        raise AttachmentRefused("邮件不能带附件，请改为站内消息中的链接。")
    # Builds the headers once, so that a line break in one of them is refused here (BadHeaderError). An address that
    # cannot be written is no reason to fail the request: the outbox parks the mail and says why.
    with contextlib.suppress(UnicodeError):
        message.message()
    html = ""
    if isinstance(message, EmailMultiAlternatives):
        html = next((str(part[0]) for part in message.alternatives if part[1] == "text/html"), "")
    for address in message.recipients():
        store_mail(
            address,
            str(message.subject),
            str(message.body),
            key="account",
            html=html,
            sender=message.from_email,
            secret=True,
        )

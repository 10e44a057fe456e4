"""Reading messages and the proof of it."""

from django.db import models

from tianfu.accounts.models import User
from tianfu.inbox.models import InboxMessage, MessageRead
from tianfu.workflow.clock import now

UNREAD_SHOWN = 99


def mark_read(message: InboxMessage, user: User) -> None:
    """Keep when this person first opened the message. Opening it again, or in two windows at once, changes nothing."""
    MessageRead.objects.bulk_create([MessageRead(message=message, user=user, at=now())], ignore_conflicts=True)


def first_read(message: InboxMessage) -> MessageRead | None:
    """The first reading by anybody the message is for (accusé de lecture), or None while nobody has opened it."""
    return message.reads.select_related("user").first()


def unread_count(user: User) -> int:
    """How many messages this person has not opened; stops counting at UNREAD_SHOWN + 1."""
    return InboxMessage.objects.visible_to(user).unread_by(user).order_by()[: UNREAD_SHOWN + 1].count()


def listing(user: User, *, about: str = "", unread: bool = False) -> models.QuerySet[InboxMessage]:
    """The person's messages, newest first, with `is_read`; of one case, or only those not opened, if asked."""
    messages = InboxMessage.objects.visible_to(user).select_related("organisation")
    if about:
        messages = messages.filter(about=about)
    if unread:
        messages = messages.unread_by(user)
    return messages.with_read(user)

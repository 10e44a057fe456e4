"""Messages and mails. Imports leaves of this floor."""

from tianfu.inbox.models.mail import PROGRESS, MailOptOut, MailState, OutgoingMail, Progress
from tianfu.inbox.models.messages import InboxMessage, MessageRead

__all__ = ["PROGRESS", "InboxMessage", "MailOptOut", "MailState", "MessageRead", "OutgoingMail", "Progress"]

from tianfu.inbox.models.mail import MailOptOut, MailState, OutgoingMail
from tianfu.inbox.models.messages import InboxMessage, MessageRead

__all__ = ["InboxMessage", "MailOptOut", "MailState", "MessageRead", "OutgoingMail"]

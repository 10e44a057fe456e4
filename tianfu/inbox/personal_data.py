"""Data of persons in messages and mails."""

from tianfu.registry.persons import NOBODY, declare

declare(
    __name__,
    {
        "inbox.OutgoingMail.to": frozenset({"admin"}),
        "inbox.InboxMessage.user": frozenset({"self"}),
        "inbox.MessageRead.user": NOBODY,
        "inbox.MailOptOut.user": frozenset({"self"}),
    },
    not_personal={"inbox.OutgoingMail.sender": "the platform's own address"},
)

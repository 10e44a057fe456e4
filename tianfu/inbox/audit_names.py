"""What the recorded actions of mails are called on the auditor's screens."""

from tianfu.ledger.audit.action_words import name_actions, notable

name_actions(__name__, {"outgoingmail.read": "阅读已发邮件"})
notable(__name__, "outgoingmail.read")

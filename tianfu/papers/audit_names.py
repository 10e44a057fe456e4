"""What the recorded actions of papers are called on the auditor's screens."""

from tianfu.ledger.audit.action_words import name_actions

name_actions(__name__, {"paper.issued": "制作文书"})

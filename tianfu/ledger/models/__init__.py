"""The audit trail, its seals, the public log. Imports leaves of this floor."""

from tianfu.ledger.models.audit_event import AuditEvent
from tianfu.ledger.models.audit_seal import AuditSeal
from tianfu.ledger.models.register_log import LogCheckpoint, LogIdentity, LogLeaf, LogNode, LogOutbox

__all__ = ["AuditEvent", "AuditSeal", "LogCheckpoint", "LogIdentity", "LogLeaf", "LogNode", "LogOutbox"]

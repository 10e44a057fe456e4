from tianfu.ledger.models.audit_event import AuditEvent
from tianfu.ledger.models.audit_seal import AuditSeal
from tianfu.ledger.models.register_log import LogCheckpoint, LogLeaf, LogNode, LogOutbox

__all__ = ["AuditEvent", "AuditSeal", "LogCheckpoint", "LogLeaf", "LogNode", "LogOutbox"]

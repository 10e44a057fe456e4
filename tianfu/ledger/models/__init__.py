from tianfu.ledger.models.audit_event import AuditEvent
from tianfu.ledger.models.audit_seal import AuditSeal

__all__ = ["AuditEvent", "AuditSeal"]

from tianfu.ledger.console import audit_events

__all__ = ["audit_events"]

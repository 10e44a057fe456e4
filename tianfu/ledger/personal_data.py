"""Data of persons in the trail."""

from tianfu.registry.persons import TRAIL, declare

declare(__name__, {"ledger.AuditEvent.ip": TRAIL})

"""The auditor's pages (registered by autodiscover). Imports the models and the trail."""

from tianfu.ledger.console import audit_events

__all__ = ["audit_events"]

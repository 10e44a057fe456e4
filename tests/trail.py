"""What an act leaves behind besides its own rows: one event in the audit trail, and messages to whom it concerns."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max, Model

from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent

Act = Callable[[], Any]


def _events_of(act: Act) -> tuple[Any, list[AuditEvent]]:
    last = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    done = act()
    return done, list(AuditEvent.objects.filter(pk__gt=last).select_related("actor").order_by("pk"))


def unlike(cases: Iterable[tuple[str, Any, Model | None, Act]]) -> dict[str, Any]:
    """Of (action, actor, subject, act), done one after the other: those that left not this one event, and what they left.

    `subject` None: what the act returns.
    """
    found: dict[str, Any] = {}
    for action, actor, subject, act in cases:
        done, events = _events_of(act)
        left = [(row.actor, row.subject_id) for row in events if row.action == action]
        if left != [(actor, str((subject or done).pk))]:
            found[action] = [(row.action, row.actor, row.subject_type, row.subject_id) for row in events]
    return found


def told(key: str) -> set[Any]:
    """The organisations and people who had this message."""
    return {row.organisation or row.user for row in InboxMessage.objects.filter(key=key)}

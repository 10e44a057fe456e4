"""Writing the audit trail: no event, no change."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from tianfu.ledger import moment
from tianfu.ledger.audit.reasons import needs_reason
from tianfu.ledger.canonical import canonical
from tianfu.ledger.hashes.fingerprints import without_personal
from tianfu.ledger.models import AuditEvent
from tianfu.ledger.requests.context import current


class ReasonMissing(ValueError):
    """The act may not be recorded, and so may not be done, without a reason."""


def record(
    action: str,
    *,
    actor: Any,
    subject: models.Model | None = None,
    reason: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write that `actor` (None = the system) did `action` (`subject.verb`) to `subject`.

    Call it inside the transaction of the change itself: if the event cannot be written, the change
    must not stand. `data` is canonical (decimals, dates and UUIDs as text); personal data in it
    is replaced by fingerprints. Raises ReasonMissing when the act demands a reason and NotCanonical for data
    without a single spelling.
    """
    event = _event(action, actor, subject, reason, data)
    event.save(force_insert=True)
    return event


def record_each(action: str, rows: Iterable[tuple[models.Model, dict[str, Any]]], *, actor: Any) -> None:
    """The same act on several things at once (subject, data), in one statement."""
    AuditEvent.objects.bulk_create([_event(action, actor, subject, "", data) for subject, data in rows])


def _event(
    action: str, actor: Any, subject: models.Model | None, reason: str, data: dict[str, Any] | None
) -> AuditEvent:
    reason = reason.strip()
    if not reason and needs_reason(action):
        raise ReasonMissing(f"“{action}”必须写明理由。")
    content = without_personal(dict(data or {}))
    canonical(content)
    here = current()
    # An anonymous visitor is nobody; the subject and the address say the rest.
    person = actor if getattr(actor, "pk", None) is not None else None
    event = AuditEvent(
        at=moment.now(),
        actor=person,
        role=_roles_of(person),
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        reason=reason,
        data=content,
        request_id=here.request_id,
        ip=here.ip,
    )
    event.digest = event.computed_digest()
    return event


def _roles_of(actor: Any) -> str:
    """The roles held at this moment; what a role was called then must not change later."""
    if actor is None:
        return ""
    return ",".join(sorted(str(role) for role in actor.roles))[:400]

"""What the ground floor announces and the ledger writes down."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver
from django.http import HttpRequest

from tianfu.accounts.signals import access_changed, personal_viewed
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.trace import viewed


@receiver(access_changed, dispatch_uid="ledger_access_changed")
def record_access_change(
    sender: Any, actor: Any, user: Model | None, action: str, data: dict[str, Any] | None = None, **kwargs: Any
) -> None:
    """Runs inside the sender's transaction: an error here rolls the change itself back.

    The reason is an argument of the signal or, from some senders, stands in `data`.
    """
    content = dict(data or {})
    reason = str(kwargs.get("reason") or content.pop("reason", "") or "")
    record(action, actor=actor, subject=user, reason=reason, data=content)


@receiver(personal_viewed, dispatch_uid="ledger_personal_viewed")
def record_view(
    sender: Any, request: HttpRequest, subject: Model | None, fields: tuple[str, ...], about: Any = None, **kwargs: Any
) -> None:
    """A page of the accounts showed them."""
    viewed(request, subject, *fields, **(about or {}))

"""What the ground floor announces and the ledger writes down."""

from typing import Any

from django.db.models import Model
from django.dispatch import receiver

from tianfu.accounts.signals import access_changed
from tianfu.ledger.recording import record


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

"""What the ground floor announces and the ledger writes down."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models import Model
from django.dispatch import receiver

from tianfu.accounts.signals import access_changed
from tianfu.ledger.fingerprints import fingerprint
from tianfu.ledger.recording import record

log = logging.getLogger("tianfu.access")


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


@receiver(user_logged_in, dispatch_uid="ledger_signed_in")
def log_sign_in(sender: Any, user: Model, **kwargs: Any) -> None:
    log.info("signed in user=%s", user.pk)


@receiver(user_logged_out, dispatch_uid="ledger_signed_out")
def log_sign_out(sender: Any, user: Model | None, **kwargs: Any) -> None:
    log.info("signed out user=%s", user.pk if user else None)


@receiver(user_login_failed, dispatch_uid="ledger_sign_in_failed")
def log_failed_sign_in(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    # Never the address itself: a mistyped one may be somebody else's, or a password.
    tried = str(credentials.get("username") or credentials.get("email") or "")
    log.warning("sign-in failed account=%s", fingerprint(tried.lower()))

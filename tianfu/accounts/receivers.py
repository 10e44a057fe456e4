"""What allauth and axes report, turned into our own signal, sessions that end, and lines in the log."""

import logging
from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from tianfu.accounts.access import sessions
from tianfu.accounts.factors import freshness
from tianfu.accounts.models import User
from tianfu.accounts.protection import guesses, throttle
from tianfu.accounts.signals import access_changed

logger = logging.getLogger("tianfu.accounts.sign_in")


@receiver(post_save, sender=Authenticator)
def report_second_factor_added(instance: Authenticator, created: bool, **kwargs: Any) -> None:
    # Later saves only note that the key was used.
    if created:
        _report_second_factor(instance, "second_factor.added")


@receiver(post_delete, sender=Authenticator)
def report_second_factor_removed(instance: Authenticator, **kwargs: Any) -> None:
    # Whoever takes another's factor away says so himself (second_factor.reset).
    if not getattr(instance, "being_reset", False):
        _report_second_factor(instance, "second_factor.removed")


def _report_second_factor(key: Authenticator, action: str) -> None:
    # Model signals run inside the transaction that stores the key; allauth's own signals come after it.
    access_changed.send(sender=User, actor=key.user, user=key.user, action=action, data={"type": str(key.type)})


@receiver(mfa_signals.authenticator_added)
@receiver(mfa_signals.authenticator_removed)
def end_other_sessions(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.end_sessions(user, except_key=request.session.session_key)
        sessions.forget_second_factor(request)
        freshness.forget(request)


@receiver(mfa_signals.authenticator_added)
@receiver(mfa_signals.authenticator_used)
def note_second_factor(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    # Setting up asks for a code from the device, which is the same proof as showing one. Connected after the above.
    if kwargs["signal"] is mfa_signals.authenticator_used or authenticator.type != Authenticator.Type.RECOVERY_CODES:
        sessions.note_second_factor(request, user)
        freshness.note(request, user, freshness.WAYS[authenticator.type])


@receiver(account_signals.authentication_step_completed)
def renew_session_id(request: HttpRequest, method: str, reauthenticated: bool = False, **kwargs: Any) -> None:
    # At sign-in Django renews the id itself.
    if reauthenticated:
        if method == freshness.PASSWORD:
            freshness.note(request, kwargs["user"], freshness.PASSWORD)
        sessions.renew_id(request)


@receiver(account_signals.password_reset)
@receiver(account_signals.password_changed)
def open_the_account(request: HttpRequest, user: User, **kwargs: Any) -> None:
    guesses.forgive(request, user)


@receiver(account_signals.email_changed)
def report_email_changed(user: User, from_email_address: Any, to_email_address: Any, **kwargs: Any) -> None:
    with transaction.atomic():
        access_changed.send(
            sender=User,
            actor=user,
            user=user,
            action="email.changed",
            data={"from": getattr(from_email_address, "email", ""), "to": to_email_address.email},
        )


@receiver(account_signals.user_signed_up)
def report_sign_up(user: User, **kwargs: Any) -> None:
    with transaction.atomic():
        access_changed.send(sender=User, actor=user, user=user, action="account.signed_up", data={})


@receiver(user_locked_out)
def report_lock(request: HttpRequest, username: str, ip_address: str, **kwargs: Any) -> None:
    # axes sends this with every try while the lock lasts; only the one that closed it counted its failures.
    if getattr(request, "axes_failures_since_start", None) is None:
        return
    name = username or ""
    with transaction.atomic():
        access_changed.send(
            sender=User,
            actor=None,
            user=User.objects.filter(email__iexact=name).first(),
            action="sign_in.locked",
            data={"account": name, "ip": ip_address, "minutes": int(throttle.FIRST_WAIT.total_seconds() // 60)},
        )


@receiver(user_logged_in)
def log_sign_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    logger.info("sign-in of user %s", user.pk)


@receiver(user_logged_out)
def log_sign_out(user: User | None, **kwargs: Any) -> None:
    logger.info("sign-out of user %s", user.pk if user else "unknown")


@receiver(user_login_failed)
def log_failure(request: HttpRequest | None = None, **kwargs: Any) -> None:
    # Neither the name nor the password: people type the one into the field of the other.
    logger.warning("sign-in failed from %s", throttle.client_ip(request) if request else "unknown")

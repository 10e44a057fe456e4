"""Guesses at passwords from one network and from everywhere, and what lets the owner in all the same (trust.md E 18).

axes closes one account for one network after five wrong passwords (throttle.py). Counted here is what it does not see:
one network that tries many accounts, and many networks that try one. Whoever guesses from hundreds of addresses must not
keep the owner out: a browser that signed in to this account before is counted by itself, a password reset by mail opens
the account everywhere, and a passkey is not guessed at all. Known and unknown accounts are treated alike.
"""

import hashlib
import logging

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest

from tianfu.accounts.access import sessions
from tianfu.accounts.models import User
from tianfu.accounts.protection import attempts, throttle
from tianfu.accounts.protection.client_address import client_network

logger = logging.getLogger("tianfu.accounts.sign_in")
# After a reset by mail the new password is minutes old: guesses from everywhere do not close the account meanwhile.
SPARED_SECONDS = 60 * 60


class TooMany(Exception):
    """Not looked at; `seconds` until it is again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Guess:
    """One try, counted before it is looked at, so that of many at one moment no more than allowed are looked at."""

    def __init__(self, counted: list[str]) -> None:
        self.counted = counted

    def was_right(self) -> None:
        """It was no guess. Others' guesses stay counted."""
        for key in self.counted:
            attempts.give_back(key)


def begin(request: HttpRequest, account: str) -> Guess:
    """Count a try to sign in as `account` (an e-mail address in one spelling). Raises TooMany."""
    name = _mark(account)
    if is_from_known_device(request, {"email": account}):
        return _counted({"known": f"known:{name}"})
    places = {"network": f"network:{client_network(request)}", "account": f"account:{name}"}
    if attempts.is_marked(f"spared:{name}"):
        del places["account"]
    return _counted(places)


def _counted(places: dict[str, str]) -> Guess:
    counted, waits = [], []
    for kind, key in places.items():
        most, seconds = settings.GUESS_LIMITS.get(kind, (0, 0))
        if not most:
            continue
        number = attempts.count(f"guess:{key}", seconds)
        counted.append(f"guess:{key}")
        if number > most:
            waits.append(attempts.seconds_left(f"guess:{key}", seconds))
        if number == most + 1:
            logger.warning("passwords are guessed: more than %s tries by %s within %s s", most, kind, seconds)
    if waits:
        raise TooMany(max(waits))
    return Guess(counted)


def is_from_known_device(request: HttpRequest, credentials: dict[str, str] | None = None) -> bool:
    """Whether this browser has signed in to the account that is tried, or is signed in to it; asked by axes too."""
    user = User.objects.filter(email__iexact=throttle.account_name(request, credentials)).first()
    if user is None:
        return False
    here = getattr(request, "user", None)
    return sessions.is_known_device(request, user) or (here is not None and here.pk == user.pk)


def forgive(request: HttpRequest, user: User) -> None:
    """The person has shown by mail or by the old password who it is: all that closed the account is forgotten."""
    name = user.email.strip().lower()
    AxesProxyHandler.reset_attempts(username=name)
    for kind in ("known", "account"):
        attempts.forget(f"guess:{kind}:{_mark(name)}")
    attempts.mark(f"spared:{_mark(name)}", SPARED_SECONDS)
    sessions.note_device(request, user)


def _mark(account: str) -> str:
    """No address stands in a counter's name."""
    return hashlib.sha256(account.strip().lower().encode()).hexdigest()[:32]

"""Guessing passwords is slowed down per account and address, for a while, never for good (trust.md E 18)."""

from datetime import timedelta

from axes.models import AccessFailureLog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.protection.client_address import client_network
from tianfu.text import parameters

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
MEMORY = timedelta(hours=24)


def account_name(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """The account that was tried, in one spelling, whether it exists or not."""
    given = credentials or {}
    name = given.get("email") or given.get("username") or parameters.word(request.POST, "login", 254)
    return name.strip().lower()[:254]


def client_ip(request: HttpRequest) -> str:
    """What one client has at its command, as an address: of a /64 its first one."""
    return client_network(request).partition("/")[0]


def cool_off(request: HttpRequest | None) -> timedelta:
    """How long this account is closed for this address: 5 minutes, doubled by each lock of the last 24 hours."""
    if request is None:
        return FIRST_WAIT
    locks = AccessFailureLog.objects.filter(
        username=account_name(request, getattr(request, "axes_credentials", None)),
        ip_address=client_ip(request),
        locked_out=True,
        attempt_time__gt=real_now() - MEMORY,
    ).count()
    return min(FIRST_WAIT * 2 ** min(max(locks - 1, 0), 10), LONGEST_WAIT)


def locked_out(
    request: HttpRequest, original: HttpResponse | None = None, credentials: dict[str, str] | None = None
) -> HttpResponse:
    """The answer while an account is closed; the same for accounts that do not exist."""
    return closed(request, int(cool_off(request).total_seconds()))


def closed(request: HttpRequest, seconds: int) -> HttpResponse:
    """429: a password is not looked at for so long, and which ways are open meanwhile."""
    response = render(request, "account/locked_out.html", {"minutes": -(-seconds // 60)}, status=429)
    response["Retry-After"] = str(seconds)
    return response

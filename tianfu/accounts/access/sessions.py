"""How long a session lives, whether it showed a second factor, and ending a person's sessions."""

from datetime import timedelta
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse

from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now
from tianfu.text import parameters

SIGNED_IN_AT = "signed_in_at"
LAST_SEEN_AT = "last_seen_at"
SECOND_FACTOR = "second_factor_of"
# A session row is written at most once in this time, not with every request of a busy page.
WRITE_EVERY = timedelta(seconds=30)
DEVICE_COOKIE = "__Host-devices" if settings.HTTPS else "devices"
DEVICE_AGE = timedelta(days=365)
DEVICES_PER_BROWSER = 20


def limits(user: User) -> tuple[timedelta, timedelta]:
    """(idle, absolute) for this person; staff have the shorter ones."""
    return settings.SESSION_LIMITS_STAFF if user.is_staff else settings.SESSION_LIMITS_MEMBER


def keep_alive(request: HttpRequest, *, note: bool = True) -> bool:
    """False when the session is over; otherwise notes that it was used, unless somebody only looks how long it will
    live (`note=False`). Uses real time, not the demo clock; what counts is when the request came, not when its body
    was whole: on a slow line that takes longer than a session may be idle."""
    session, now = request.session, real_now().timestamp()
    came = min(now, request.META.get("tianfu.came", now))  # tianfu/site/answers/reception.py
    started, seen = session.get(SIGNED_IN_AT), session.get(LAST_SEEN_AT)
    if started is None or seen is None:
        session[SIGNED_IN_AT] = session[LAST_SEEN_AT] = now
        return True
    assert isinstance(request.user, User)
    idle, absolute = limits(request.user)
    if came - seen > idle.total_seconds() or came - started > absolute.total_seconds():
        return False
    if note and now - seen > WRITE_EVERY.total_seconds():
        session[LAST_SEEN_AT] = now
    return True


def seconds_left(request: HttpRequest) -> dict[str, int]:
    """Whole seconds until the idle and until the absolute limit of this session; 0 = over."""
    session, now = request.session, real_now().timestamp()
    idle, absolute = limits(cast(User, request.user))
    seen, started = session.get(LAST_SEEN_AT, now), session.get(SIGNED_IN_AT, now)
    return {
        "idle": max(0, int(seen + idle.total_seconds() - now)),
        "absolute": max(0, int(started + absolute.total_seconds() - now)),
    }


def signed_in_lately(request: HttpRequest) -> bool:
    """Within the time for which a repeated proof of identity counts as well (ACCOUNT_REAUTHENTICATION_TIMEOUT)."""
    started = request.session.get(SIGNED_IN_AT)
    return started is not None and real_now().timestamp() - started < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def renew_id(request: HttpRequest) -> None:
    """A new session id after a step up, so that an id that leaked before is worth nothing (trust.md E 22)."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def sign_out(request: HttpRequest) -> None:
    logout(request)


def second_factor_set_up(user: User) -> bool:
    """Recovery codes alone are no second factor: they only replace a lost one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def second_factors(user: User) -> list[str]:
    """The kinds of factor this person has, recovery codes among them."""
    return sorted(set(Authenticator.objects.filter(user=user).values_list("type", flat=True)))


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this very session showed a second factor, at sign-in, again later, or by setting it up."""
    return request.session.get(SECOND_FACTOR) == request.user.pk


def note_second_factor(request: HttpRequest, user: User) -> None:
    request.session[SECOND_FACTOR] = user.pk
    note_proof(user)


def note_proof(user: User) -> None:
    """Keeps the first moment at which this person showed a second factor: a new role holds only after it."""
    if user.proved_at is None:
        user.proved_at = real_now()
        User.objects.filter(pk=user.pk, proved_at=None).update(proved_at=user.proved_at)
        user.forget_access()


def forget_second_factor(request: HttpRequest) -> None:
    request.session.pop(SECOND_FACTOR, None)


def end_sessions(user: User, *, except_key: str | None = None) -> int:
    """Signs the person out everywhere, or everywhere but in one session; returns how many sessions ended."""
    ended = 0
    for session in UserSession.objects.filter(user=user):
        if session.session_key != except_key:
            session.end()
            ended += 1
    return ended


def _known(request: HttpRequest) -> list[int]:
    try:
        return signing.loads(parameters.cookie(request, DEVICE_COOKIE), salt="devices", max_age=DEVICE_AGE)
    except signing.BadSignature:
        return []


def is_known_device(request: HttpRequest, user: User) -> bool:
    """Whether this person signed in from this browser within a year. The cookie proves nothing else."""
    return user.pk in _known(request)


def note_device(request: HttpRequest, user: User) -> None:
    request.device_of = user.pk  # type: ignore[attr-defined]


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    """Sets the cookie of `is_known_device` on the answer to a sign-in."""
    if (pk := getattr(request, "device_of", None)) is None:
        return
    known = [pk, *(other for other in _known(request) if other != pk)][:DEVICES_PER_BROWSER]
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(known, salt="devices"),
        max_age=DEVICE_AGE,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )

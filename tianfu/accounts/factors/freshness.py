"""When this session last showed who is there: asked before acts of staff that cannot be taken back (trust.md E 12).

Fresh is the second factor within STEP_UP_SECONDS, whether at sign-in, to set it up, or asked for again. Only who has
none (a member, or staff of a demo) is fresh by the password, or by having just signed in.
"""

from typing import cast

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from tianfu.accounts.access import sessions
from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now

SHOWN = "identity_shown"
PASSWORD, APP, PASSKEY, RECOVERY = "password", "totp", "passkey", "recovery"
WAYS = {
    Authenticator.Type.TOTP: APP,
    Authenticator.Type.WEBAUTHN: PASSKEY,
    Authenticator.Type.RECOVERY_CODES: RECOVERY,
}
"""How the second factor was shown, by allauth's kinds."""


def note(request: HttpRequest, user: User, way: str) -> None:
    """Shown now. The real time counts, not the demo's clock."""
    request.session[SHOWN] = {"of": user.pk, "at": real_now().timestamp(), "way": way}


def forget(request: HttpRequest) -> None:
    """After a change of the factors themselves."""
    request.session.pop(SHOWN, None)


def way(request: HttpRequest) -> str:
    """How the person of this session showed who they are within STEP_UP_SECONDS; "" when it must be asked again."""
    shown = request.session.get(SHOWN) or {}
    lately = shown.get("of") == request.user.pk and 0 <= real_now().timestamp() - shown["at"] < settings.STEP_UP_SECONDS
    if lately and shown["way"] != PASSWORD:
        return str(shown["way"])
    if sessions.second_factor_set_up(cast(User, request.user)):
        return ""
    return PASSWORD if lately or sessions.signed_in_lately(request) else ""

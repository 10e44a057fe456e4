"""One-time codes: each works once, whatever it was shown for, and however many requests show it at once (E 15)."""

import re
import unicodedata

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.db import transaction

from tianfu.accounts.models import User

LAST_STEP = "last_step"
"""In the stored app: the newest time step (of 30 seconds) whose code was shown; no code up to it works again."""
_SIX_DIGITS = re.compile(r"[0-9]{6}")


def plain(text: str) -> str:
    """As typed or pasted: full-width digits and spaces are how some people write them."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def is_app_code(text: str) -> bool:
    return _SIX_DIGITS.fullmatch(plain(text)) is not None


def step_of(secret: str, text: str, after: int = -1) -> int | None:
    """The time step whose code this is, among those a phone's clock may show now and later than `after`; or None."""
    code = plain(text)
    for step in yield_hotp_counters_from_time():
        if step > after and compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def spend(user: User, text: str) -> Authenticator | None:
    """The factor whose code this is: the app, or the recovery codes. From now on it does not work again.

    None when it fits none, or was shown before: at sign-in, in a step-up, or to set the app up. Of requests that show
    one code at the same moment one gets the factor: the others wait for its row and find the code used.
    """
    code = plain(text)
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update(of=("self",)).filter(user_id=user.pk)
        for factor in rows.exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type"):
            if (
                _spent_app_code(factor, code)
                if factor.type == Authenticator.Type.TOTP
                else _spent_recovery(factor, code)
            ):
                return factor
    return None


def _spent_app_code(factor: Authenticator, code: str) -> bool:
    if not is_app_code(code):
        return False
    step = step_of(decrypt(factor.data["secret"]), code, factor.data.get(LAST_STEP, -1))
    if step is None:
        return False
    note_step(factor, step)
    return True


def _spent_recovery(factor: Authenticator, code: str) -> bool:
    return bool(code) and factor.wrap().validate_code(code)


def note_step(factor: Authenticator, step: int) -> None:
    """This step's code was shown; `factor` is a row that this transaction holds, or has just made."""
    factor.data[LAST_STEP] = step
    factor.save(update_fields=["data"])

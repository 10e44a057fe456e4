"""Asking for the password or a one-time code again, before what cannot be taken back (trust.md E 12)."""

import re
import unicodedata

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.exceptions import ValidationError

from tianfu.accounts import attempts, second_factor
from tianfu.accounts.models import User

ATTEMPTS = 5
WINDOW_SECONDS = 10 * 60
_CODE = re.compile(r"[0-9]{6}")


def confirm_identity(user: User, password_or_code: str) -> str:
    """Checks the password or, with a second factor set up, a six-digit code, which works once.

    Returns how: "password" or "totp". Raises ValidationError (in Chinese) when wrong, empty, or tried too often.
    """
    text = password_or_code or ""
    if not text:
        raise ValidationError("请输入登录密码或动态验证码。", code="required")
    key = f"stepup:{user.pk}"
    # Counted before it is looked at: of many tries at the same moment no more than ATTEMPTS are looked at.
    if attempts.count(key, WINDOW_SECONDS) > ATTEMPTS:
        raise ValidationError("连续多次验证未通过，请 10 分钟后再试。", code="too_many")
    if _is_fresh_code(user, text):
        attempts.forget(key)
        return "totp"
    if user.is_active and user.has_usable_password() and user.check_password(text):
        attempts.forget(key)
        return "password"
    if _CODE.fullmatch(_plain(text)) and second_factor.lost(user):
        raise ValidationError("平台更换过密钥，您的动态验证码已无法核对，请改用登录密码。", code="key_lost")
    raise ValidationError(
        "密码或动态验证码不正确，请核对后重新输入；动态验证码每 30 秒更换，用过即失效。", code="wrong"
    )


def _plain(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _is_fresh_code(user: User, text: str) -> bool:
    code = _plain(text)
    if not _CODE.fullmatch(code):
        return False
    key = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return key is not None and TOTP(key).validate_code(code)

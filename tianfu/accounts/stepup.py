"""Asking for the password or a one-time code again, before what cannot be taken back (trust.md E 12)."""

import re
import unicodedata

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import caches
from django.core.exceptions import ValidationError

from tianfu.accounts.models import User

ATTEMPTS = 5
WINDOW_SECONDS = 10 * 60
# Not the shared cache: it is in the database, and a signature refused inside a transaction would roll the count back.
# Counted per web process, so an attacker has ATTEMPTS times the number of processes.
cache = caches["local"]


def confirm_identity(user: User, password_or_code: str) -> str:
    """Checks the password or, with a second factor set up, a six-digit code, which works once.

    Returns how: "password" or "totp". Raises ValidationError (in Chinese) when wrong, empty, or tried too often.
    """
    key = f"stepup.failures.{user.pk}"
    if cache.get(key, 0) >= ATTEMPTS:
        raise ValidationError("连续多次验证未通过，请 10 分钟后再试。", code="too_many")
    text = password_or_code or ""
    if not text:
        raise ValidationError("请输入登录密码或动态验证码。", code="required")
    if _is_fresh_code(user, text):
        cache.delete(key)
        return "totp"
    if user.is_active and user.has_usable_password() and user.check_password(text):
        cache.delete(key)
        return "password"
    cache.add(key, 0, WINDOW_SECONDS)
    cache.incr(key)
    raise ValidationError(
        "密码或动态验证码不正确，请核对后重新输入；动态验证码每 30 秒更换，用过即失效。", code="wrong"
    )


def _is_fresh_code(user: User, text: str) -> bool:
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]{6}", code):
        return False
    key = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return key is not None and TOTP(key).validate_code(code)

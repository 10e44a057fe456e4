"""Asking for the password or a one-time code again, before what cannot be taken back (trust.md E 12)."""

from django.core.exceptions import ValidationError

from tianfu.accounts import attempts, codes, second_factor
from tianfu.accounts.models import User

ATTEMPTS = 5
WINDOW_SECONDS = 10 * 60


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
    if codes.is_app_code(text) and codes.spend(user, text) is not None:
        attempts.forget(key)
        return "totp"
    if user.is_active and user.has_usable_password() and user.check_password(text):
        attempts.forget(key)
        return "password"
    if codes.is_app_code(text) and second_factor.lost(user):
        raise ValidationError("平台更换过密钥，您的动态验证码已无法核对，请改用登录密码。", code="key_lost")
    raise ValidationError(
        "密码或动态验证码不正确，请核对后重新输入；动态验证码每 30 秒更换，用过即失效。", code="wrong"
    )

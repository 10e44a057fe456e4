"""Asking for the password or a factor again, before what cannot be taken back (trust.md E 12)."""

import secrets
from dataclasses import dataclass
from typing import cast

from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.base.internal.flows import post_authentication
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from tianfu.accounts.access import sessions
from tianfu.accounts.factors import codes, freshness, passkeys
from tianfu.accounts.factors import secrets as factors_secrets
from tianfu.accounts.models import User
from tianfu.accounts.protection import attempts

ATTEMPTS = 5
WINDOW_SECONDS = 10 * 60
WAYS = frozenset({freshness.PASSWORD, freshness.APP, freshness.PASSKEY, freshness.RECOVERY})


@dataclass(frozen=True)
class JustShown:
    """A proof given with this very request: `token` stands for it where a form of the act asks for one as well."""

    way: str
    token: str


def confirm_identity(user: User, password_or_code: str) -> str:
    """Checks the password or, with a second factor set up, a six-digit code, which works once.

    Returns how (one of WAYS). Raises ValidationError (in Chinese) when wrong, empty, or tried too often.
    """
    text = password_or_code or ""
    if not text:
        raise ValidationError("请输入登录密码或动态验证码。", code="required")
    given = getattr(user, "just_shown", None)
    if isinstance(given, JustShown) and secrets.compare_digest(given.token.encode(), text.encode()):
        return given.way
    key = _counted(user)
    if codes.is_app_code(text) and codes.spend(user, text) is not None:
        attempts.forget(key)
        return freshness.APP
    if _is_password(user, text):
        attempts.forget(key)
        return freshness.PASSWORD
    if codes.is_app_code(text) and factors_secrets.lost(user):
        raise ValidationError("平台更换过密钥，您的动态验证码已无法核对，请改用登录密码。", code="key_lost")
    raise ValidationError(
        "密码或动态验证码不正确，请核对后重新输入；动态验证码每 30 秒更换，用过即失效。", code="wrong"
    )


def show(request: HttpRequest, *, typed: str = "", credential: str = "") -> JustShown:
    """The person of this session shows a factor again (a code or a passkey), or without one the password.

    From now on the session is fresh (freshness.py). Raises ValidationError when it is wrong, empty, or tried too often.
    """
    user = cast(User, request.user)
    with_factor = sessions.second_factor_set_up(user)
    if not (typed or credential):
        raise ValidationError("请输入动态验证码或恢复码。" if with_factor else "请输入登录密码。", code="required")
    key = _counted(user)
    if not with_factor:
        if not _is_password(user, typed):
            raise ValidationError("登录密码不正确，请重新输入。", code="wrong")
        reauthenticate_by_password(request)
        way = freshness.PASSWORD
    else:
        factor = passkeys.shown(user, credential) if credential else codes.spend(user, typed)
        if factor is None:
            raise _wrong_code(user)
        factor.user = user
        post_authentication(request, factor, reauthenticated=True)
        way = freshness.WAYS[factor.type]
    attempts.forget(key)
    shown = JustShown(way, secrets.token_urlsafe(24))
    user.just_shown = shown  # type: ignore[attr-defined]
    return shown


def _counted(user: User) -> str:
    """Counted before it is looked at: of many tries at the same moment no more than ATTEMPTS are looked at."""
    key = f"stepup:{user.pk}"
    if attempts.count(key, WINDOW_SECONDS) > ATTEMPTS:
        raise ValidationError("连续多次验证未通过，请 10 分钟后再试。", code="too_many")
    return key


def _is_password(user: User, text: str) -> bool:
    return user.is_active and user.has_usable_password() and user.check_password(text)


def _wrong_code(user: User) -> ValidationError:
    if factors_secrets.lost(user):
        return ValidationError(factors_secrets.WAY_OUT, code="key_lost")
    return ValidationError("动态验证码或恢复码不正确：请输入应用里当前显示的 6 位数字，用过的不能再用。", code="wrong")

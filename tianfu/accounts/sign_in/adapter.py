"""What we tell allauth to do our way: wording, audit of credentials, new devices, encrypted secrets."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from tianfu.accounts.access import sessions
from tianfu.accounts.factors import freshness, passkeys, secrets
from tianfu.accounts.models import User
from tianfu.accounts.protection import encryption, guesses, throttle
from tianfu.accounts.protection.client_address import client_address
from tianfu.accounts.signals import access_changed


def public(address: str) -> str:
    """The same page under PUBLIC_URL: whoever sends a request chooses its host and port, a mail must not follow."""
    parts = urlsplit(address or "")
    return settings.PUBLIC_URL + urlunsplit(("", "", parts.path, parts.query, parts.fragment)) if address else address


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "这个账号已停用。如有疑问，请联系您单位的管理员或平台客服。",
        "email_password_mismatch": "电子邮箱或密码不正确，请检查后重新输入；忘记密码可以重设。",
        "email_taken": "这个电子邮箱已经注册，请直接登录或重设密码。",
        "duplicate_email": "这就是您现在使用的电子邮箱。",
        "enter_current_password": "当前密码不正确，请重新输入。",
        "incorrect_code": "验证码不正确或已过期，请核对最新一封邮件里的验证码。",
        "incorrect_password": "密码不正确，请重新输入。",
        "invalid_or_expired_key": "链接无效或已过期，请重新申请。",
        "invalid_password_reset": "这个重设链接无效或已用过，请重新申请。",
        "same_as_current": "新内容与现在的相同，请填写不同的内容。",
        "too_many_login_attempts": "尝试次数过多，请稍等片刻再试。",
        "rate_limited": "操作过于频繁，请稍后再试。",
    }

    def set_password(self, user: User, password: str) -> None:
        """Every way to a new password passes here: change, reset by mail, first password of an invited officer."""
        signed_in = self.request is not None and self.request.user.is_authenticated
        with transaction.atomic():
            super().set_password(user, password)
            access_changed.send(
                sender=User,
                actor=user,
                user=user,
                action="password.changed",
                data={"way": "signed_in" if signed_in else "mail_link"},
            )

    def login(self, request: HttpRequest, user: User) -> None:
        """Signs in, and tells the person by mail when the browser is a new one (E 20)."""
        returning = user.last_login is not None
        new_device = not sessions.is_known_device(request, user)
        super().login(request, user)
        sessions.note_device(request, user)
        if returning and new_device:
            self.send_notification_mail("account/email/new_device", user)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Every password that is tried passes here; a refused one is not looked at."""
        try:
            guess = guesses.begin(request, throttle.account_name(request, credentials))
        except guesses.TooMany as refusal:
            raise ImmediateHttpResponse(throttle.closed(request, refusal.seconds)) from refusal
        user = super().authenticate(request, **credentials)
        if user is not None:
            guess.was_right()
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The library's own count closes an account for everybody; ours is guesses.py."""

    def clean_email(self, email: str) -> str:
        return super().clean_email(email).strip().lower()

    def get_reset_password_from_key_url(self, key: str) -> str:
        return public(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return public(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Also from a command or a worker, where there is no request: our mails name no host of a request."""
        links = {name: public(value) for name, value in context.items() if name.endswith("_url")}
        words = {"request": self.request, "email": email, **context, **links}
        self.render_mail(template_prefix, email, words).send()

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, **options: Any) -> bool:
        # Who showed a moment ago all that we could ask for is not asked again.
        return super().is_reauthentication_required(**options) and not freshness.way(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The passkey first, then the code; the password only of who has no factor: it opens no side door (E 14)."""
        words = {
            "mfa_reauthenticate:webauthn": "使用通行密钥",
            "mfa_reauthenticate": "使用动态验证码或恢复码",
            "reauthenticate": "使用登录密码",
        }
        methods = {method["id"]: method for method in super().get_reauthentication_methods(user)}
        if sessions.second_factor_set_up(user):
            methods.pop("reauthenticate", None)
        return [{**methods[name], "description": text} for name, text in words.items() if name in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": "账号启用两步验证后，请先停用再更换电子邮箱。",
        "cannot_delete_authenticator": secrets.LAST_ONE,
        "cannot_generate_recovery_codes": "请先启用两步验证，再生成恢复码。",
        "incorrect_code": "动态验证码不正确：请输入应用里当前显示的 6 位数字，并确认手机时间准确。",
        "unverified_email": "请先验证电子邮箱，再启用两步验证。",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not secrets.is_needed(authenticator)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return passkeys.relying_party()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "我的通行密钥" if count == 0 else f"通行密钥 {count + 1}"

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must not be enough to make codes."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.secret_of(encrypted_text)

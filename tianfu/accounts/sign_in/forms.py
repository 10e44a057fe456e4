"""allauth's forms with our words; what they do stays allauth's."""

from dataclasses import dataclass

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.functional import lazy

from tianfu.accounts.factors import codes
from tianfu.accounts.factors import secrets as stored
from tianfu.accounts.models import User
from tianfu.text.fields import EmailField, TextField
from tianfu.text.mail_addresses import check_mailable


@dataclass(frozen=True)
class Words:
    label: str
    required: str
    hint: object = ""
    width: str = ""


def _password_rules() -> str:
    return password_validators_help_texts()[0]


_EMAIL_FORMAT = "电子邮箱格式不对，应类似 name@example.com。"
_EMAIL = Words("电子邮箱", "请填写电子邮箱。")
_NEW = Words("新密码", "请设置新密码。", lazy(_password_rules, str)())
_AGAIN = Words("再输入一次新密码", "请再输入一次新密码。")
_CODE = Words(
    "动态验证码", "请输入动态验证码。", "应用里当前显示的 6 位数字；手机不在身边时，可以用一个恢复码代替。", "short"
)


def _ours(field: forms.Field) -> forms.Field:
    """allauth's fields as ours: an address typed in full width is the same address, a code is cleaned too."""
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return field
    kind = EmailField if isinstance(field, forms.EmailField) else TextField
    made = kind(required=field.required, widget=field.widget, max_length=field.max_length, label=field.label)
    made.validators = field.validators
    return made


class Worded(forms.Form):
    """Sets label, hint and the sentence for "required" of the fields named in `words`; takes placeholders away."""

    words: dict[str, Words]
    # An address is given here that mails will be sent to.
    mailed_to = True

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, words in self.words.items():
            self.fields[name] = field = _ours(self.fields[name])
            field.label, field.help_text, field.width = words.label, words.hint, words.width
            field.error_messages["required"] = words.required
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _EMAIL_FORMAT
                if self.mailed_to and check_mailable not in field.validators:
                    field.validators.append(check_mailable)
                # Django's own validator of the address brings its own sentence.
                for validator in field.validators:
                    if hasattr(validator, "domain_regex"):
                        validator.message = _EMAIL_FORMAT
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Worded, account.LoginForm):
    mailed_to = False
    words = {"login": _EMAIL, "password": Words("密码", "请输入密码。")}


class SignUpForm(Worded, account.SignupForm):
    field_order = ("name", "email", "password1", "password2", "agree")
    words = {
        "email": Words("电子邮箱", "请填写电子邮箱。", "用于登录和接收提醒。我们会发一封带验证码的邮件请您确认。"),
        "password1": Words("密码", "请设置密码。", lazy(_password_rules, str)()),
        "password2": Words("再输入一次密码", "请再输入一次密码。"),
    }

    def try_save(self, request: HttpRequest) -> tuple[object, object]:
        """A form posted twice at once makes one account; the second post gets the answer of a taken address."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class ConfirmEmailForm(Worded, account.ConfirmEmailVerificationCodeForm):
    words = {"code": Words("邮件里的验证码", "请输入邮件里的验证码。", "", "short")}


class OtherEmailForm(Worded, account.ChangeEmailForm):
    words = {"email": _EMAIL}


class ChangeEmailForm(Worded, account.AddEmailForm):
    words = {"email": Words("新的电子邮箱", "请填写新的电子邮箱。", "我们会向新邮箱发送验证码，验证后才会更换。")}


class ResetRequestForm(Worded, account.ResetPasswordForm):
    words = {"email": _EMAIL}


class ResetPasswordForm(Worded, account.ResetPasswordKeyForm):
    words = {"password1": _NEW, "password2": _AGAIN}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words = {"oldpassword": Words("当前密码", "请输入当前密码。"), "password1": _NEW, "password2": _AGAIN}


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    words = {"password": Words("登录密码", "请输入登录密码。")}


class _WorksOnce(forms.Form):
    """A code of the app or a recovery code works once for whatever asks for one; one that cannot be checked, because
    the key to the stored secret is missing, is answered with the way out."""

    user: User

    def clean_code(self) -> str:
        clear = check_rate_limit(self.user)
        code = str(self.cleaned_data["code"])
        factor = codes.spend(self.user, code)
        if factor is None:
            self._report_failure()
            raise forms.ValidationError(stored.WAY_OUT, code="key_lost") if stored.lost(self.user) else wrong_code()
        factor.user = self.user
        self.authenticator = factor
        clear()
        return code

    def _report_failure(self) -> None:
        asked = Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN)
        if (factor := asked.order_by("-type").first()) is not None:
            self._emit_authentication_failed(factor)


def wrong_code() -> forms.ValidationError:
    return get_adapter().validation_error("incorrect_code")


class CodeForm(Worded, _WorksOnce, second_factor.AuthenticateForm):
    words = {"code": _CODE}


class CodeAgainForm(Worded, _WorksOnce, second_factor.ReauthenticateForm):
    words = {"code": _CODE}


class ActivateForm(Worded, totp.ActivateTOTPForm):
    words = {"code": Words("动态验证码", "请输入动态验证码。", "应用里当前显示的 6 位数字。", "short")}

    def clean_code(self) -> str:
        """`step` is the code's time step: shown here, it opens nothing else (codes.py)."""
        code = super().clean_code()
        self.step = codes.step_of(self.secret, code)
        if self.step is None:
            raise wrong_code()
        return code

"""The forms of signing up and in, with our words; what they do stays allauth's."""

from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

_EMAIL_ERRORS = {"required": "请填写电子邮箱。", "invalid": "电子邮箱格式不对,应类似 name@example.com。"}


def _email(form: forms.Form, name: str, hint: str = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = "电子邮箱", hint
    field.error_messages.update(_EMAIL_ERRORS)
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update({"autocomplete": "username" if name == "login" else "email", "inputmode": "email"})


def _password(form: forms.Form, name: str, label: str, required: str, hint: str = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = required
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _email(self, "login")
        _password(self, "password", "密码", "请输入密码。")


class SignUpForm(SignupForm):
    field_order = ("name", "email", "password1", "password2", "agree")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _email(self, "email", "用于登录和接收通知提醒,我们会发一封邮件请您确认。")
        _password(self, "password1", "密码", "请设置密码。", password_validators_help_texts()[0])
        _password(self, "password2", "再输入一次密码", "请再输入一次密码。")


class ResetRequestForm(ResetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _email(self, "email")

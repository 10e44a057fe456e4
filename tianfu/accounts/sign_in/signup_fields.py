"""What sign-up asks besides e-mail and password. A module of its own: allauth imports it while loading its forms."""

from django import forms
from django.http import HttpRequest

from tianfu.accounts.models import User
from tianfu.accounts.models.stamps import real_now
from tianfu.text.fields import TextField

PRIVACY_VERSION = "2026-11"
"""The text of the privacy notice that people agree to now; change it together with the page `privacy`."""


class SignUpFields(forms.Form):
    name = TextField(
        label="姓名",
        max_length=60,
        strip=True,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "请填写您的姓名。"},
    )
    agree = forms.BooleanField(
        label="我已阅读并同意隐私说明", error_messages={"required": "请先阅读隐私说明，同意后才能注册。"}
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.privacy_version, user.privacy_agreed_at = PRIVACY_VERSION, real_now()
        user.save(update_fields=["name", "privacy_version", "privacy_agreed_at"])

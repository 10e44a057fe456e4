"""allauth's forms of passkeys over our own check of what the browser sent (passkeys.py)."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from tianfu.accounts.factors import passkeys
from tianfu.text.fields import TextField

LONGEST_NAME = 60


def _answer() -> TextField:
    """What the page's script puts in: JSON, read by passkeys.py alone, which also knows how long it may be."""
    return TextField(widget=forms.HiddenInput, error_messages={"required": passkeys.WRONG})


def _name() -> TextField:
    return TextField(
        label="名称",
        max_length=LONGEST_NAME,
        help_text="便于以后辨认，例如“办公电脑”“我的手机”。",
        error_messages={"required": "请填写名称。"},
    )


class ShowForm(webauthn.AuthenticateWebAuthnForm):
    """The second step of signing in by password."""

    credential = _answer()

    def clean_credential(self) -> Authenticator:
        clear = check_rate_limit(self.user) if self.user else None
        factor = passkeys.shown(self.user, self.cleaned_data["credential"])
        if clear:
            clear()
        return factor


class ShowAgainForm(ShowForm):
    reauthenticated = True


class SignInForm(ShowForm):
    """Signing in by the passkey alone: it says whose it is."""

    passwordless = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=None, **kwargs)


class AddForm(forms.Form):
    """A name and the new passkey; `credential` becomes what is kept of it."""

    name = _name()
    credential = _answer()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        self.initial.setdefault("name", get_adapter().generate_authenticator_name(self.user, passkeys.KIND))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Only with a name: an answer is looked at once, and what is missing would cost another touch of the device.
        if not self.errors:
            cleaned["credential"] = passkeys.made(self.user, cleaned["credential"])
        return cleaned


class NameForm(webauthn.EditWebAuthnForm):
    name = _name()

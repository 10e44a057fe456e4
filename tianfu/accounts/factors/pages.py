"""allauth's pages of one's second factors, where ours do more: a code is spent, one factor always stays for staff."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import decrypt
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import flows as passkey_flows
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from tianfu.accounts.access.lock_order import lock_people
from tianfu.accounts.access.rules import ACCOUNT, PUBLIC, SIGNED_IN, requires
from tianfu.accounts.factors import codes, passkeys, secrets
from tianfu.text import parameters

APP = Authenticator.Type.TOTP


@requires(ACCOUNT)
@method_decorator(redirect_if_add_not_allowed, name="dispatch")
@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class SetUpApp(ActivateTOTPView):
    """Setting the app up, or changing it for another phone: the new one replaces the old in one step, so that a
    person who must have one is never without."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Past allauth's own, which sends whoever has an app to the page that takes it away."""
        return super(ActivateTOTPView, self).dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = Authenticator.objects.filter(user=self.request.user, type=APP).exists()
        return {**super().get_context_data(**kwargs), "replacing": held}

    def form_valid(self, form: Any) -> HttpResponse:
        raise_if_reauthentication_required(self.request, app="allauth.mfa")
        with transaction.atomic():
            person = lock_people(self.request.user.pk)[self.request.user.pk]
            held = Authenticator.objects.filter(user=person, type=APP).first()
            if held is not None and decrypt(held.data["secret"]) == form.secret:
                return redirect("mfa_index")  # the same form sent twice
            if held is not None:
                held.delete()
            made, recovery = flows.activate_totp(self.request, form)
            codes.note_step(made, form.step)
        return redirect("mfa_view_recovery_codes" if recovery else "mfa_index")


@requires(SIGNED_IN)
class RemoveApp(DeactivateTOTPView):
    """Taking the app away; refused, with what to do instead, when staff would be left without a factor."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                held = secrets.hold(self.request.user, self.authenticator.pk, APP)
                if held is not None:
                    flows.deactivate_totp(self.request, held)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return redirect("mfa_index")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        posted = self.request.method == "POST"
        return super().render_to_response(context, status=422 if posted else 200, **kwargs)


@requires(ACCOUNT)
class AddPasskey(webauthn.AddWebAuthnView):
    """A new passkey, kept on the device, so that it signs in without an address; its owner is checked each time."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super(webauthn.AddWebAuthnView, self).get_context_data(**kwargs)
        return {**context, "options": passkeys.options_to_add(self.request.user)}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return super().render_to_response(context, status=422 if context["form"].errors else 200, **kwargs)


@requires(SIGNED_IN)
class NamePasskey(webauthn.EditWebAuthnView):
    success_url = reverse_lazy("mfa_index")


@requires(SIGNED_IN)
class RemovePasskey(webauthn.RemoveWebAuthnView):
    """Taking a passkey away, by the same rule as `RemoveApp`."""

    success_url = reverse_lazy("mfa_index")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = secrets.LAST_ONE if secrets.is_needed(self.object) else ""
        return {"refusal": refusal, **super().get_context_data(**kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                held = secrets.hold(self.request.user, self.object.pk, passkeys.KIND)
                if held is not None:
                    passkey_flows.remove_authenticator(self.request, held)
        except ValidationError as refusal:
            context = self.get_context_data(form=form, refusal=refusal.messages[0])
            return self.render_to_response(context, status=422)
        return redirect("mfa_index")


@requires(PUBLIC)
class SignInByPasskey(webauthn.LoginWebAuthnView):
    """Signing in by the passkey alone. A refusal leads back to the sign-in page, which keeps where one wanted to go."""

    def form_invalid(self, form: Any) -> HttpResponse:
        for message in form.errors.get("credential", []):
            get_adapter().add_message(self.request, messages.ERROR, message=message)
        target = parameters.token(self.request.POST, "next")
        return redirect(resolve_url("account_login") + (f"?{urlencode({'next': target})}" if target else ""))


@requires(ACCOUNT)
class ShowPasskeyAgain(webauthn.ReauthenticateWebAuthnView):
    """Before a change of the account itself."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # allauth's drops the form that was refused.
        context = super().get_context_data(**kwargs)
        return {**context, **({"form": kwargs["form"]} if "form" in kwargs else {})}

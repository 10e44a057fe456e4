"""allauth's pages of one's second factors, where ours do more: a code is spent, one factor always stays for staff."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.internal.flows.add import redirect_if_add_not_allowed
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import flows
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.utils import decrypt
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from tianfu.accounts import codes, second_factor
from tianfu.accounts.access import ACCOUNT, SIGNED_IN, requires
from tianfu.accounts.lock_order import lock_people

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
                held = second_factor.hold(self.request.user, self.authenticator.pk, APP)
                if held is not None:
                    flows.deactivate_totp(self.request, held)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return self.form_invalid(form)
        return redirect("mfa_index")

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        posted = self.request.method == "POST"
        return super().render_to_response(context, status=422 if posted else 200, **kwargs)

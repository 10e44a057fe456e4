"""Before allauth's own addresses of the same name: the pages of the second factor that are ours."""

from django.urls import path
from django.views.generic import RedirectView

from tianfu.accounts.access.rules import ACCOUNT, requires
from tianfu.accounts.factors import pages

# One page shows all factors of a person.
to_all = requires(ACCOUNT)(RedirectView.as_view(pattern_name="mfa_index"))

urlpatterns = [
    path("2fa/totp/activate/", pages.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", pages.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("2fa/webauthn/", to_all, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", pages.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", pages.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", pages.ShowPasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", pages.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", pages.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
]

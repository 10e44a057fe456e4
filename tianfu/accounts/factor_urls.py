"""Before allauth's own addresses of the same name: the pages of the second factor that are ours."""

from django.urls import path

from tianfu.accounts import factor_pages

urlpatterns = [
    path("2fa/totp/activate/", factor_pages.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", factor_pages.RemoveApp.as_view(), name="mfa_deactivate_totp"),
]

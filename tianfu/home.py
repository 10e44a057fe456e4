"""Where people land after signing in: staff at their desk, everybody else in the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from tianfu.accounts.access import SIGNED_IN, requires


@requires(SIGNED_IN)
def after_sign_in(request: HttpRequest) -> HttpResponse:
    names = ("console:work_list", "admin:index") if request.user.is_staff else ("portal:home",)
    for name in names:
        try:
            return redirect(reverse(name))
        except NoReverseMatch:
            continue
    return redirect("/")

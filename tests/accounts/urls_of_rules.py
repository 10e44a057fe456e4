"""Addresses for the tests of the guard: one view per rule, one without a rule, one class of each kind."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import View
from rest_framework.response import Response
from rest_framework.views import APIView

from tianfu.accounts.access.rules import BODY_MEMBER, ENTERPRISE_MEMBER, PUBLIC, SIGNED_IN, STAFF, Rule, requires, roles
from tianfu.accounts.roles import Role
from tianfu.site.pages import home

RULES: dict[str, Rule] = {
    "public": PUBLIC,
    "signed_in": SIGNED_IN,
    "enterprise": ENTERPRISE_MEMBER,
    "body": BODY_MEMBER,
    "staff": STAFF,
    "province": roles(Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER),
    "admin": roles(Role.SYSTEM_ADMIN),
}


def _view(rule: Rule):
    def show(request: HttpRequest) -> HttpResponse:
        return HttpResponse("shown")

    return requires(rule)(show)


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never shown")


@requires(STAFF)
class StaffPage(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("shown")

    post = get


@requires(roles(Role.AUDITOR))
class AuditorApi(APIView):
    def get(self, request: HttpRequest) -> Response:
        return Response({"shown": True})


urlpatterns = [
    *(path(f"rule/{name}/", _view(rule), name=f"rule_{name}") for name, rule in RULES.items()),
    path("rule/class/", StaffPage.as_view()),
    path("api/v1/audit/", AuditorApi.as_view()),
    path("rule/undeclared/", undeclared),
    path("account/done/", home.after_sign_in, name="after_sign_in"),
    path("account/", include("tianfu.accounts.factors.urls")),
    path("account/", include("allauth.urls")),
    path("demo/accounts/", include("tianfu.demo.urls")),
    # Messages, menus and the page after signing in name them.
    path("portal/", include("tianfu.urls.portal")),
    path("console/", include("tianfu.urls.console")),
    path("console/", admin.site.urls),
    path("demo/accounts/", include("tianfu.demo.urls")),  # the banner leads there
]

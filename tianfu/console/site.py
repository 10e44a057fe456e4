"""The console: Django's admin site with its own work pages (design 6)."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class ConsoleSite(admin.AdminSite):
    site_header = site_title = f"{settings.PLATFORM_NAME} · 监管工作台"
    index_title = "工作台"

    # One way to sign in, with its throttle and second factor: the account pages (trust.md E 14).
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("after_sign_in" if request.user.is_staff else "account_login")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("account_change_password")

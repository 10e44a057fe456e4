"""Small files that machines ask every site for: robots.txt and security.txt (RFC 9116)."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.text import moments
from tianfu.workflow import clock

# What needs a sign-in, and answers for machines; pages of one number are reached from the register.
CLOSED = ("/portal/", "/console/", "/account/", "/files/", "/api/v1/brands/", "/api/v1/verify/", "/health/", "/demo/")
# RFC 9116 2.5.5 asks for less than a year; each day's answer moves it on.
GOOD_FOR = timedelta(days=180)


@requires(PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED), ""]
    return _text([*lines, f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}"])


@requires(PUBLIC)
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness. `Expires` is computed, so that the file cannot go stale unnoticed."""
    expires = moments.iso(clock.end_of(clock.today() + GOOD_FOR))
    return _text(
        [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {expires}",
            "Preferred-Languages: zh, en",
            f"Canonical: {settings.PUBLIC_URL}{reverse('security_txt')}",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=3600)
    return response

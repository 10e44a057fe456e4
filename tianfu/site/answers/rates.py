"""Which addresses share which limit (tianfu/accounts/protection/limits.py): the page and the API of one look-up are one.

Counted by the client's network before a session, a form or the database is touched. Behind one address may be a whole
shopping street: the limits are far above what people do, and far below what copying the register takes.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from tianfu.accounts.protection import limits
from tianfu.accounts.protection.client_address import client_network
from tianfu.site.answers import errors

# Name of the address → limit. A name is `resolver_match.view_name`.
READING = {
    "verify": "verify",
    "verify_paper": "verify",
    "verify_number": "verify",
    "verify_number_small": "verify",
    "api_verify": "verify",
    # Set by the typesetter where it was not lately: as dear as a look-up by number is watched.
    "comparison_pdf": "verify",
    "comparison_png": "verify",
    "embed": "look_up",
    "embed_badge": "look_up",
    "embed_script": "look_up",
    "home": "look_up",
    "brands": "look_up",
    "brand": "look_up",
    "decisions_feed": "look_up",
    "notices": "look_up",
    "notice": "look_up",
    "notices_feed": "look_up",
    "sitemap_part": "look_up",
    "supervision_search": "look_up",
    "inspection_results": "look_up",
    "blacklist": "look_up",
    "sanctions": "look_up",
    "guide_sheet": "look_up",
    "api_brands": "look_up",
    "api_brand": "look_up",
    "api_regions": "look_up",
    "api_industries": "look_up",
    "log:proof": "look_up",
    "log:consistency": "look_up",
    "files:download": "download",
}
POSTING = {
    "verify_paper": "verify",
    "account_login": "sign_in",
    "account_signup": "sign_up",
    "account_reset_password": "mailed",
    "account_reset_password_from_key": "mailed",
    "account_email_verification_sent": "mailed",
}
DOING = {
    "verify": "查询",
    "look_up": "查询",
    "download": "下载",
    "sign_in": "登录",
    "sign_up": "注册",
    "mailed": "申请邮件",
}


class RateLimitMiddleware:
    """429 in words with Retry-After; the API has it in its own shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = limit_of(request)
        seconds = looked(name, request) if name else 0
        return refusal(request, name, seconds) if seconds else None


def looked(name: str, request: HttpRequest) -> int:
    """Count it, a look at a page or a form that was sent; how many seconds to wait before the next, 0 = it may be done."""
    return limits.wait(name, client_network(request), by_handful=request.method != "POST")


def limit_of(request: HttpRequest) -> str:
    """The limit that this request counts against, "" for none."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if request.method == "POST":
        return POSTING.get(name, "")
    return READING.get(name, "") if request.method in ("GET", "HEAD") else ""


def refusal(request: HttpRequest, name: str, seconds: int) -> HttpResponse:
    what = DOING.get(name, "操作")
    where = "" if request.path.startswith("/api/") else "从您所在的网络"
    response = errors.too_many(request, retry_after=seconds, message=f"{where}{what}过于频繁，请 {seconds} 秒后再试。")
    patch_cache_control(response, no_store=True)
    return response

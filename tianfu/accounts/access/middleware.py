"""The guard in front of every view: limits of the session, then the declared rule, then the second factor."""

from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from tianfu.accounts.access import sessions
from tianfu.accounts.access.rules import Rule, asks_identity, rule_of
from tianfu.accounts.factors import freshness, step_up_page
from tianfu.accounts.grants.start import waiting_words
from tianfu.accounts.models import User
from tianfu.text import parameters
from tianfu.text.json_answers import problem

# Which kept texts were handed in: keys of forms, read and deleted by the next page's script.
KEPT_DONE = "kept_done"
LONGEST_KEY, MOST_KEYS = 200, 8
EXPIRED = "您已超过规定时间没有操作，为安全起见已退出登录。请重新登录，已保存的内容不会丢失。"


class SessionLimitMiddleware:
    """Ends a session that was idle or open for too long (trust.md E 23). Stands after the authentication.

    It looks only when somebody asks who the user is: a public page that does not ask stays cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.session_expired = False  # type: ignore[attr-defined]
        stored, note = request.user, not _only_looks(request)

        def current() -> User | AnonymousUser:
            # Signing out reads and sets request.user itself.
            request.user = stored
            if stored.is_authenticated and not sessions.keep_alive(request, note=note):
                sessions.sign_out(request)
                request.session_expired = True  # type: ignore[attr-defined]
                return AnonymousUser()
            return stored

        request.user = SimpleLazyObject(current)
        response = self.get_response(request)
        sessions.remember_device(request, response)
        return response


def _only_looks(request: HttpRequest) -> bool:
    """A page's script asks how long the session will live: that is no use of it."""
    if request.method not in {"GET", "HEAD"} or not request.path_info.endswith("/alive/"):
        return False  # without resolving the address of every page twice
    try:
        return hasattr(resolve(request.path_info).func, "only_looks")
    except Resolver404:
        return False


class KeptTextMiddleware:
    """Tells the page's script (static/js/keep.js) which form's text was handed in, so that it stops keeping it.

    Handed in means: the view itself ran and sent the person on, without an error to show, or answered with a file.
    A form sent by somebody whose session had ended is not handed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _went_through(response) and getattr(request, "let_in", False):
            key = parameters.token(request.POST, "kept")
            if key and len(key) <= LONGEST_KEY and not _has_error(request):
                done = [*unquote(parameters.cookie(request, KEPT_DONE)).split(), key][-MOST_KEYS:]
                # No sign that would put the value in quotation marks.
                response.set_cookie(
                    KEPT_DONE,
                    quote(" ".join(done), safe=""),
                    max_age=300,
                    secure=settings.HTTPS,
                    httponly=False,
                    samesite="Lax",
                )
        return response


def _went_through(response: HttpResponse) -> bool:
    return response.status_code in {302, 303} or response.get("Content-Disposition", "").startswith("attachment")


def _has_error(request: HttpRequest) -> bool:
    """Whether the view left an error message for the next page: then the text is still needed."""
    queued = getattr(messages.get_messages(request), "_queued_messages", [])
    return any(message.level >= messages.ERROR for message in queued)


class AccessMiddleware:
    """Refuses every resolved view that has no rule, and every person whom the rule does not allow."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.behind_a_rule = False  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.behind_a_rule and not response.has_header("Cache-Control"):  # type: ignore[attr-defined]
            # What one person may see stays in no cache, nor behind the browser's "back" after signing out (E 51).
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., object], args: list[object], kwargs: dict[str, object]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        rule = rule_of(view, name)
        if rule is None:
            where = f"{getattr(view, '__module__', '?')}.{getattr(view, '__qualname__', view)}"
            raise ImproperlyConfigured(f"{where} ({request.path}) declares no access rule: add @requires(...)")
        if rule.public:
            return None
        request.behind_a_rule = True  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if not rule.enrolment and (answer := _second_factor_missing(request, rule)):
            return answer
        if rule.allows(request.user):
            if asks_identity(view, rule, request.method or "") and (answer := _identity_missing(request)):
                return answer
            request.let_in = True  # type: ignore[attr-defined]
            return None
        if request.path.startswith("/api/"):
            return problem(403, "forbidden", f"您没有权限进行此操作。{waiting_words(request.user)}")
        raise PermissionDenied


def wants_page(request: HttpRequest) -> bool:
    """Whether a person is looking at the answer; a script (autosave, API) needs a status instead."""
    if request.path.startswith("/api/") or parameters.header(request, "HX-Request"):
        return False
    if parameters.header(request, "X-Requested-With") in {"XMLHttpRequest", "fetch"}:
        return False
    # Browsers say themselves whether this is a navigation; older ones say nothing.
    if parameters.header(request, "Sec-Fetch-Mode") not in {"", "navigate"}:
        return False
    accept = parameters.header(request, "Accept")
    return not accept.startswith("application/json")


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if not wants_page(request):
        # The page's script keeps what was typed and offers to sign in in another tab.
        login = redirect_to_login(_place_to_return_to(request)).url
        message = "登录已失效，请重新登录；请不要关闭本页，已填写的内容会保留。"
        response = problem(401, "sign_in_required", message, login=login)
        response["X-Session-Expired"] = "1"
        return response
    if getattr(request, "session_expired", False):
        messages.info(request, EXPIRED)
    return redirect_to_login(_place_to_return_to(request))


def _place_to_return_to(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    # A form was posted: its address may answer to POST only, so return to the page with the form.
    referer = parameters.token(request.POST, step_up_page.FROM) or parameters.header(request, "Referer")
    if referer and url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return request.path


def _identity_missing(request: HttpRequest) -> HttpResponseBase | None:
    """Before a weighty act of staff whoever is there shows it again, unless that was within the last minutes (E 12)."""
    if wants_page(request):
        return step_up_page.asked(request)
    return None if freshness.way(request) else step_up_page.refusal()


def _second_factor_missing(request: HttpRequest, rule: Rule) -> HttpResponseBase | None:
    """Staff without a second factor in this session get no further than setting it up or showing it (E 13)."""
    if not request.user.is_staff:
        return None
    if sessions.has_second_factor(request):
        # A session from before the account had a role, or before the moment was kept.
        sessions.note_proof(request.user)
        return None
    if settings.STAFF_MFA != "required":
        return None
    if not wants_page(request):
        return problem(403, "second_factor_required", "请先完成两步验证。")
    if sessions.second_factor_set_up(request.user):
        way = get_adapter(request).get_reauthentication_methods(request.user)[0]["url"]
        return redirect(f"{way}?next={_place_to_return_to(request)}")
    messages.info(request, "工作人员账号须先启用两步验证，才能使用其他功能。")
    return redirect("mfa_index")

"""Two ways into Django: a short one for what everybody may read alike, asked by nobody in particular; else the whole.

The whole chain of middleware is for people who are signed in, send forms, upload files. A look at a public page without
a cookie needs none of that: the rule of its page is asked here, and what is left (`PUBLIC_MIDDLEWARE`) gives the same
answer with the same headers (tests/public/test_entrance.py compares both ways, page by page).
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest, get_path_info, get_script_name
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve, set_script_prefix
from django.utils.module_loading import import_string

from tianfu.accounts.access.rules import rule_of
from tianfu.site.answers.headers import pairs_of
from tianfu.site.answers.rates import READING

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

# Where the entrance leaves what the address stands for, so that it is looked up once.
_MATCH = "tianfu.match"
# A request with one of these is somebody's, or asks for more than the page.
_PARTICULAR = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_X_FOLLOW", "HTTP_TRANSFER_ENCODING", "tianfu.refused")
# Of the looks that are counted, those that are not the same for everybody.
SHARED = frozenset(READING) - {"files:download"}
# Pages without a number or name in their address: what (urls, address) stands for.
_FIXED: dict[tuple[str, str], ResolverMatch] = {}


class Entrance:
    """The WSGI application behind the reception. `whole`: Django with every middleware."""

    def __init__(self, whole: Application) -> None:
        self.whole, self.short = whole, PublicHandler()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if (match := shared_page(environ)) is None:
            return self.whole(environ, start)
        return self.short({**environ, _MATCH: match}, start)


def shared_page(environ: Environ) -> ResolverMatch | None:
    """What the address stands for, if it is a page that everybody reads alike and this is a mere look at it."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        return None
    if any(name in environ for name in _PARTICULAR):
        return None
    place = settings.ROOT_URLCONF, get_path_info(environ)
    if (known := _FIXED.get(place)) is not None:
        return known
    try:
        match = resolve(place[1])
    except Resolver404:
        return None
    rule = rule_of(match.func, match.view_name)
    if match.view_name not in SHARED or rule is None or not rule.public:
        return None
    if not match.kwargs and not match.args:  # as many as there are such pages
        _FIXED[place] = match
    return match


class PublicHandler(WSGIHandler):
    """Django with `PUBLIC_MIDDLEWARE`, for requests that the entrance has looked up."""

    def __call__(self, environ: Environ, start: Start) -> Any:
        """As Django's. But of what it does around each request (its signals) the short way needs only that connections are
        looked after when it is over: no page here keeps a cache or changes its addresses."""
        if settings.DEBUG:
            return super().__call__(environ, start)
        set_script_prefix(get_script_name(environ))
        response: Any = self.get_response(WSGIRequest(environ))
        start(f"{response.status_code} {response.reason_phrase}", pairs_of(response))
        if response.streaming:
            response._handler_class = type(self)
        else:
            response.close = close_old_connections
        return response

    def load_middleware(self, is_async: bool = False) -> None:
        views: list[Any] = []
        exceptions: list[Any] = []
        whole: Any = self
        handler: Any = convert_exception_to_response(whole._get_response)
        for place in reversed(settings.PUBLIC_MIDDLEWARE):
            made = import_string(place)(handler)
            if hasattr(made, "process_view"):
                views.insert(0, made.process_view)
            if hasattr(made, "process_exception"):
                exceptions.append(made.process_exception)
            handler = convert_exception_to_response(made)
        whole._view_middleware, whole._exception_middleware, whole._template_response_middleware = views, exceptions, []
        whole._middleware_chain = handler

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        match: ResolverMatch = request.META[_MATCH]
        request.resolver_match = match
        return match


class NobodyMiddleware:
    """What the middleware of Django and of our accounts leave on a request of nobody, and on its answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost
        request.user = AnonymousUser()
        response = self.get_response(request)
        if not response.streaming and not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response

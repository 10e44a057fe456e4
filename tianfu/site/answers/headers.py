"""Headers that every answer of the short way bears alike: found out once, and then only put beside the page's own."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware

Pairs = list[tuple[str, str]]


def put(response: HttpResponseBase, pairs: Iterable[tuple[str, str]]) -> None:
    """Write the headers that the answer does not have. Each was checked by Django when it was found out, which is what takes
    the time; so they go where Django keeps what it has checked."""
    kept: dict[str, tuple[str, str]] = response.headers._store
    for pair in pairs:
        kept.setdefault(pair[0].lower(), pair)


def pairs_of(response: HttpResponseBase) -> Pairs:
    """The headers of an answer, as the server takes them."""
    kept: dict[str, tuple[str, str]] = response.headers._store
    return [*kept.values(), *(("Set-Cookie", cookie.output(header="")) for cookie in response.cookies.values())]


class SafetyMiddleware(SecurityMiddleware):
    """Django's, which puts its headers together for each answer: they differ only by whether the client came by https."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.asks = bool(self.sts_seconds or self.redirect)
        self.written = {secure: self._found(secure) for secure in (False, True)}

    def _found(self, secure: bool) -> Pairs:
        answer = HttpResponse()
        bare = dict(answer.items())
        who: Any = SimpleNamespace(is_secure=lambda: secure)
        self.process_response(who, answer)
        return [(name, value) for name, value in answer.items() if name not in bare]

    def __call__(self, request: HttpRequest) -> Any:
        secure = self.asks and request.is_secure()
        if self.redirect and not secure:
            return super().__call__(request)
        response: Any = self.get_response(request)
        put(response, self.written[secure])
        return response

"""Where a request came from, known to everything that runs inside it."""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from tianfu.accounts.protection.client_address import client_address, proxies
from tianfu.text import parameters

log = logging.getLogger("tianfu.access")

_PROXY_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_REFUSALS = frozenset({401, 403, 409, 429})


@dataclass(frozen=True)
class RequestContext:
    """Empty outside a request (jobs, commands)."""

    request_id: str = ""
    ip: str = ""


_NOWHERE = RequestContext()
_current: ContextVar[RequestContext] = ContextVar("request_context", default=_NOWHERE)


def current() -> RequestContext:
    return _current.get()


class RequestContextMiddleware:
    """Gives each request its number (header X-Request-ID, believed only from a proxy of our own) and logs refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        context = RequestContext(request_id=request_id(request), ip=client_address(request))
        token = _current.set(context)
        try:
            response = self.get_response(request)
            if response.status_code in _REFUSALS:
                _log_refusal(request, response)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = context.request_id
        return response


def request_id(request: HttpRequest) -> str:
    """The number of this request: a proxy's of our own, else a new one."""
    given = parameters.header(request, "X-Request-ID")
    if proxies() and _PROXY_ID.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _log_refusal(request: HttpRequest, response: HttpResponse) -> None:
    # The path without its query string: a query may hold what somebody typed.
    user = getattr(request, "_cached_user", None)
    log.warning(
        "refused status=%s method=%s path=%r user=%s",
        response.status_code, request.method, request.path, getattr(user, "pk", None),
    )  # fmt: skip

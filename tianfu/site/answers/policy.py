"""The content security policy as a header: written once for all answers that do not ask for another."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tianfu.site.answers.headers import put

# What every answer has: one that has no more than that asks for nothing.
_USUAL = frozenset(vars(HttpResponse(status=200, reason="OK")))
# Where the library's decorators leave what a view asks for.
_ASKED = "_csp_"


class PolicyMiddleware(CSPMiddleware):
    """The library's, which builds the policy anew for each answer. No page of ours uses a nonce."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.written: tuple[Any, str] = (None, "")

    def __call__(self, request: HttpRequest) -> Any:
        response: Any = self.get_response(request)
        return self.process_response(request, response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not _USUAL.issuperset(vars(response)) and any(name.startswith(_ASKED) for name in vars(response)):
            return super().process_response(request, response)
        put(response, [(HEADER, self._usual())])
        return response

    def _usual(self) -> str:
        policy = settings.CONTENT_SECURITY_POLICY
        if self.written[0] is not policy:
            written = HttpResponse(headers={HEADER: build_policy()})
            self.written = (policy, written[HEADER])
        return self.written[1]

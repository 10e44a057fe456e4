"""The content security policy as a header: written once for all answers that do not ask for another."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Where the library's decorators leave what a view asks for.
_ASKED = "_csp_"


class PolicyMiddleware(CSPMiddleware):
    """The library's, which builds the policy anew for each answer."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.written: tuple[Any, str] = (None, "")

    def process_request(self, request: HttpRequest) -> None:
        """No page of ours uses a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if any(name.startswith(_ASKED) for name in vars(response)):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = self._usual()
        return response

    def _usual(self) -> str:
        policy = settings.CONTENT_SECURITY_POLICY
        if self.written[0] is not policy:
            self.written = (policy, build_policy())
        return self.written[1]

"""In front of the API: readable from every web site, and an address that is too long is refused in its own shape."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tianfu.site.answers.errors import CODES
from tianfu.text.json_answers import problem

PREFIX = "/api/"
# Longer than any address the API can need; the server itself refuses one only at 65,534 bytes.
LONGEST = 2000
READING = "GET, HEAD, OPTIONS"
EXPOSED = "ETag, Retry-After, X-Request-ID"


class ApiGateMiddleware:
    """CORS for reading without credentials, the answer to preflights, and 414.

    Everything the API shows is public and no cookie counts there for a read, so any site may read it; a write or a
    request with credentials is not let through by these headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            preflight = {
                "Access-Control-Allow-Methods": READING,
                "Access-Control-Allow-Headers": "Accept, If-None-Match",
                "Access-Control-Max-Age": "86400",
            }
            return HttpResponse(status=204, headers=preflight)
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) > LONGEST:
            return problem(414, *CODES[414])
        return self.get_response(request)

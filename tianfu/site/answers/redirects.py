"""A redirect for a script that sends a form itself: it gets the address and goes there, so the page it opens is the
first to show the message of what was done."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from tianfu.text import parameters

HEADER = "X-Follow"


class ScriptRedirectMiddleware:
    """For requests with `X-Follow: script` a redirect becomes 200 {"location": …}; everything else passes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if parameters.header(request, HEADER) == "script" and response.status_code in (301, 302, 303):
            return JsonResponse({"location": response["Location"]})
        return response

"""Forms that take an address answer after the same time, whether the address is known or not."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

# A known address costs a mail or a password's hash, an unknown one nothing: both wait until this long after the
# request came, in seconds. Ample for the work on a busy machine; a person hardly notices.
ANSWER_SECONDS = 0.5
NAMES = frozenset({"account_reset_password", "account_signup"})


class EqualTimeMiddleware:
    """Trust E 19. What takes longer than the limit is not cut: limits of sign-up and reset keep the load away."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        response = self.get_response(request)
        if request.method == "POST" and _asks_for_an_address(request):
            time.sleep(max(0.0, began + ANSWER_SECONDS - time.monotonic()))
        return response


def _asks_for_an_address(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).url_name in NAMES
    except Resolver404:
        return False

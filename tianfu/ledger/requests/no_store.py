"""Pages of signed-in people stay out of every cache (ASVS 14.3.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class NoStoreMiddleware:
    """`private, no-store` on each answer to somebody signed in, unless the view has said otherwise.

    A shared computer in a firm's office must not show a case through the back button after sign-out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only what an earlier layer has already read: a public page must not touch the session here.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

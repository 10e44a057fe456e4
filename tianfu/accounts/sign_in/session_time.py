"""How long the session has still to live: asked by the page's script, and prolonged while somebody types."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tianfu.accounts.access import sessions
from tianfu.accounts.access.rules import ACCOUNT, requires
from tianfu.accounts.models import User
from tianfu.text.requests.lazily import Lazily


@requires(ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def alive(request: HttpRequest) -> JsonResponse:
    """Seconds left until the idle and the absolute limit. POST counts as activity (somebody types); GET only looks:
    `SessionLimitMiddleware` does not note it. 401 when the session is over."""
    return JsonResponse(sessions.seconds_left(request))


alive.only_looks = True  # type: ignore[attr-defined]


def session_time(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `session_time` = {idle, absolute} in seconds for whoever is signed in, else None."""

    def left() -> dict[str, int] | None:
        user = getattr(request, "user", None)
        return sessions.seconds_left(request) if isinstance(user, User) and user.is_authenticated else None

    return {"session_time": Lazily(left)}

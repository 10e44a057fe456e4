"""Installed once: no view, API parameter or look-up ever sees what people cannot see."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError

from tianfu.text.clean import visible


class VisibleInputMiddleware:
    """Cleans the values of the address and of a posted form; secrets stay as they were typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The address first: it costs nothing."""
        request.GET = _cleaned(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """The form only when a view is about to read it; a broken upload is the view's to report."""
        if request.method == "POST":
            try:
                request.POST = _cleaned(request.POST)  # type: ignore[assignment]
            except UnreadablePostError:
                return


def _cleaned(data: QueryDict) -> QueryDict:
    """`data` itself when nothing in it changes."""
    changed = {
        name: [value if not isinstance(value, str) or _is_secret(name) else visible(value) for value in values]
        for name, values in data.lists()
    }
    if changed == dict(data.lists()):
        return data
    copy = data.copy()
    for name, values in changed.items():
        copy.setlist(name, values)
    copy._mutable = False
    return copy


def _is_secret(name: str) -> bool:
    return "password" in name

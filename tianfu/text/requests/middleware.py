"""Installed once: no view, API parameter or look-up ever sees what people cannot see, nor a NUL."""

from collections.abc import Callable
from types import MethodType
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError
from django.utils.datastructures import ImmutableList

from tianfu.text.clean import visible
from tianfu.text.requests import media_types

NUL = "\0"
REFUSAL = "请求里有空字符（NUL），不能办理。请检查网址或粘贴的内容，去掉看不见的字符后再试。"


class NoNulMiddleware:
    """400 for a NUL in the address, a header, a cookie, a posted field or a file's name. Stands near the outside.

    No keyboard writes one and PostgreSQL stores none: whoever sends it looks for a place that breaks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What is there before the body; the body is looked at when it is read (VisibleInputMiddleware)."""
        meta = request.META
        if words := meta.get("tianfu.refused") or media_types.refusal(meta.get("CONTENT_TYPE") or ""):
            request.encoding = "utf-8"
            raise BadRequest(words)
        sent = [
            value for name, value in meta.items() if isinstance(value, str) and name.startswith(("HTTP_", "CONTENT_"))
        ]
        sent += [request.path, request.path_info, meta.get("QUERY_STRING", "")]
        if any(NUL in text for text in sent) or NUL in unquote(meta.get("HTTP_COOKIE", "")) or _has_nul(request.GET):
            raise BadRequest(REFUSAL)
        request.parse_file_upload = MethodType(_parse_upload, request)  # type: ignore[method-assign]
        return self.get_response(request)


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
                posted = request.POST
            except UnreadablePostError:
                return
            if _has_nul(posted):
                raise BadRequest(REFUSAL)
            request.POST = _cleaned(posted)  # type: ignore[assignment]


class _Upload(MultiPartParser):
    """Django drops a NUL from a file's name in silence, so it is looked for before that."""

    def sanitize_file_name(self, file_name: str) -> str | None:
        """Raises MultiPartParserError, which Django answers with 400."""
        if NUL in file_name:
            raise MultiPartParserError(REFUSAL)
        return super().sanitize_file_name(file_name)


def _parse_upload(request: HttpRequest, meta: Any, data: Any) -> Any:
    """`HttpRequest.parse_file_upload` with our parser."""
    handlers = ImmutableList(request.upload_handlers, warning="The upload has been read already.")
    request.upload_handlers = handlers  # type: ignore[assignment]
    try:
        return _Upload(meta, data, handlers, request.encoding).parse()
    except (LookupError, UnicodeError) as error:  # a part that names a charset which is none
        raise MultiPartParserError(media_types.REFUSAL) from error


def _has_nul(data: QueryDict) -> bool:
    return any(NUL in name or any(NUL in str(value) for value in values) for name, values in data.lists())


def _cleaned(data: QueryDict) -> QueryDict:
    """`data` itself when nothing in it changes."""
    if not data:
        return data
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

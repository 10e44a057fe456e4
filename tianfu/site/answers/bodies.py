"""How large a request may be, by address and sign-in: decided from its head, before anything of its body is read.

A form of a stranger is a few lines. Who is signed in fills in large tables. Only where files are taken (`requires(…,
files=True)`), and only from who is signed in, a body may be as large as files are; a public page that takes files takes
small ones, from everybody.
"""

import logging
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from tianfu.accounts.access import sessions
from tianfu.accounts.access.rules import PUBLIC
from tianfu.site.answers import errors
from tianfu.text import parameters

log = logging.getLogger(__name__)
_LONGEST = 10**12


class BodyLimitMiddleware:
    """413 in words. Its `process_view` stands before the first one that reads a form (the one against forged forms)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        size = length(request.META)
        if size <= anyones():
            return None
        signed_in = request.user.is_authenticated
        if size <= allowed(view, signed_in=signed_in):
            return None
        return errors.too_large(request, sentence(view, signed_in=signed_in))


def length(meta: Mapping[str, Any]) -> int:
    """The bytes of the body that the head of a request announces; 0 when it announces none in plain digits."""
    return parameters.number(meta.get("CONTENT_LENGTH") or "0", most=_LONGEST) or 0


def anyones() -> int:
    """What anybody may send, in bytes: nobody need be asked who he is."""
    return settings.BODY_LIMITS[0]


def allowed(view: Callable[..., object], *, signed_in: bool) -> int:
    """In bytes."""
    stranger, form, files = settings.BODY_LIMITS
    if takes_files(view) and _is_public(view):
        return settings.PUBLIC_FILE_LIMIT
    if not signed_in:
        return stranger
    return files if takes_files(view) else form


def _is_public(view: Callable[..., object]) -> bool:
    owner = getattr(view, "view_class", None) or view
    return getattr(owner, "access_rule", None) is PUBLIC


def takes_files(view: Callable[..., object]) -> bool:
    owner = getattr(view, "view_class", None) or view
    return bool(getattr(owner, "takes_files", False))


def sentence(view: Callable[..., object], *, signed_in: bool) -> str:
    """Why a body is refused, and what to do."""
    most = in_words(allowed(view, signed_in=signed_in))
    if takes_files(view) and _is_public(view):
        return f"一次最多提交 {most} 的文件。证书、卡片和标识文件都比这小，请核对选择的是不是原文件。"
    if not signed_in:
        return f"未登录时一次最多提交 {most}。需要上传文件的，请先登录；登录已失效的，请重新登录后再提交。"
    if takes_files(view):
        return f"一次提交的文件和文字合计最多 {most}，请压缩文件，或分几次上传。"
    return f"本页不接收文件，一次最多提交 {most} 的文字，请缩短后再提交。"


def in_words(size: int) -> str:
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size // 1024} KB"


def may_send(environ: dict[str, Any]) -> bool:
    """Whether the body of this request is to be awaited: asked by the reception, which has read only its head.

    The middleware has the last word; here somebody without a session, or at an address without a view, is found out.
    """
    request = WSGIRequest({**environ, "wsgi.input": BytesIO()})
    try:
        view = resolve(request.path_info).func
        SessionMiddleware(lambda _: HttpResponse()).process_request(request)
        request.user = get_user(request)
        signed_in = request.user.is_authenticated and sessions.keep_alive(request, note=False)
        return length(environ) <= allowed(view, signed_in=signed_in)
    except (Resolver404, DatabaseError, InterfaceError) as error:
        log.info("a large body is not awaited: %s", type(error).__name__)
        return False

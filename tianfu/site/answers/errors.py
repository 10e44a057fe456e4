"""Pages for what went wrong: in words, with what to do next. The API gets the same in its one error shape.

`handler400 … handler500` in `tianfu/urls/root.py` are Django's; `conflict gone too_many unavailable` are called by views.
"""

import re
import sys
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from psycopg2.errors import DiskFull

from tianfu.accounts.grants.start import waiting_words
from tianfu.files.storage import NO_SPACE
from tianfu.ledger.requests.context import current
from tianfu.text import parameters
from tianfu.text.json_answers import problem

CODES = {
    400: ("bad_request", "请求的内容不完整或格式不正确。"),
    403: ("forbidden", "当前账户没有权限。"),
    404: ("not_found", "没有找到您要的内容。"),
    405: ("method_not_allowed", "本接口只供读取，请使用 GET。"),
    406: ("not_acceptable", "本接口只提供 JSON，请接受 application/json。"),
    409: ("conflict", "内容已被更新，请刷新后再试。"),
    410: ("gone", "该内容已不再提供。"),
    413: ("too_large", "提交的内容过大。"),
    414: ("address_too_long", "网址过长，请缩短查询条件。"),
    415: ("unsupported_media_type", "不支持这种内容类型，请发送 application/json。"),
    429: ("too_many_requests", "操作过于频繁，请稍后再试。"),
    500: ("server_error", "系统出现故障，请稍后再试。"),
    503: ("unavailable", "系统正在维护，请稍后再试。"),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _words(exception: Exception | None) -> str:
    """The sentence that the code which raised it wrote for the reader; Django's own English ones are not for them."""
    text = exception.args[0] if exception is not None and exception.args else ""
    return text if isinstance(text, str) and CHINESE.search(text) else ""


def _answer(request: HttpRequest, status: int, message: str = "", **context: object) -> HttpResponse:
    code, usual = CODES[status]
    if request.path.startswith("/api/"):
        return problem(status, code, message or usual)
    return render(request, f"{status}.html", {"message": message, **context}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 400, _words(exception))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, _with_waiting(request, _words(exception)), demo=settings.DEMO)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404, _with_waiting(request, _words(exception)), demo=settings.DEMO)


def method_not_allowed(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """A page for the bare answer of a view that takes other methods, as after a reload of where a form was sent to."""
    answer = _answer(request, 405, sends=request.method in {"GET", "HEAD"})
    answer["Allow"] = refused["Allow"]
    return answer


def _with_waiting(request: HttpRequest, words: str) -> str:
    """What was said, and for a new officer why it is not open to him yet and from when."""
    # Only behind a rule: a public page that is missing stays cacheable and asks nobody who he is.
    waiting = waiting_words(request.user) if getattr(request, "behind_a_rule", False) else ""
    return words if waiting in words else words + waiting


def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without request and context processors: whatever broke may be one of them.

    It says the request's number, under which the log has the traceback (tianfu/ledger/requests/loglines.py).
    """
    if words := _outage(sys.exc_info()[1]):
        return _away(request, words)
    number = current().request_id
    if request.path.startswith("/api/"):
        code, words = CODES[500]
        message = f"{words}反映问题时请提供编号 {number}。" if number else words
        return problem(500, code, message, request_id=number)
    return HttpResponse(loader.get_template("500.html").render({"number": number}), status=500)


def _outage(error: BaseException | None) -> str:
    """What to say of an error that is nobody's mistake and passes: database away, disk full; "" for every other."""
    no_space = isinstance(error, OSError) and error.errno in NO_SPACE
    if no_space or isinstance(error and error.__cause__, DiskFull):
        return "平台的存储空间已满，这次提交没有保存，已自动记录。"
    if isinstance(error, (OperationalError, InterfaceError)):
        return "数据库暂时没有应答，很快恢复；这次提交没有保存。"
    return ""


def _away(request: HttpRequest, words: str, retry_after: int = 30) -> HttpResponse:
    """503 drawn without request and context processors, which may need what is away; `retry_after` in seconds."""
    response: HttpResponse
    if request.path.startswith("/api/"):
        response = problem(503, CODES[503][0], words)
    else:
        response = HttpResponse(loader.get_template("503.html").render({"message": words}), status=503)
    response["Retry-After"] = str(retry_after)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: nearly always a page that was open since before the last sign-in."""
    if request.path.startswith("/api/"):
        return _answer(request, 403)
    back = parameters.header(request, "Referer")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = ""
    return render(request, "403_csrf.html", {"back": back, "demo": settings.DEMO}, status=403)


def conflict(
    request: HttpRequest,
    *,
    message: str = "",
    by: str = "",
    at: datetime | None = None,
    source: str = "",
    target: str = "",
    back: str = "",
    kept: Iterable[tuple[str, str]] = (),
    changes: Iterable[tuple[str, str]] | None = None,
) -> HttpResponse:
    """409: somebody was faster. `source` and `target` are labels of the states; `kept` = (label, words) typed by the
    reader, shown so that nothing is lost; `back` = the page to read again; `changes` = (entry, its value now), given
    when what the reader was about to sign is no longer what the page showed."""
    return _answer(
        request, 409, message, by=by, at=at, source=source, target=target, back=back, kept=list(kept), changes=changes
    )


def gone(request: HttpRequest, message: str = "", back: str = "") -> HttpResponse:
    return _answer(request, 410, message, back=back)


def too_large(request: HttpRequest, message: str) -> HttpResponse:
    """413: the body was not read; `message` says how much may be sent."""
    return _answer(request, 413, message)


def too_many(request: HttpRequest, *, retry_after: int = 60, message: str = "") -> HttpResponse:
    """429; `retry_after` in seconds."""
    response = _answer(request, 429, message, minutes=-(-retry_after // 60))
    response["Retry-After"] = str(retry_after)
    return response


def unavailable(request: HttpRequest, *, retry_after: int = 300, message: str = "") -> HttpResponse:
    """503; `retry_after` in seconds."""
    response = _answer(request, 503, message)
    response["Retry-After"] = str(retry_after)
    return response

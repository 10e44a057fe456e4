"""Between the server and Django: takes a request in whole, however slowly it comes, before it costs anything.

The server gives each request a thread that may wait for hours; here its body goes to a temporary file. Only then one
of a few threads runs Django: they alone hold connections to the database. So slow senders and readers occupy nobody
who serves others, and what is too large, cut off or oddly described never reaches a form. A public page that was made
a moment ago is given out again without Django (page_cache.py).
"""

import logging
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.db import connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.protection import limits
from tianfu.accounts.protection.client_address import client_network
from tianfu.files.storage import NO_SPACE
from tianfu.ledger.requests.context import request_id
from tianfu.site.answers import bodies
from tianfu.site.answers.desks import Desks
from tianfu.site.answers.page_cache import PageCache
from tianfu.text.requests.media_types import refusal

log = logging.getLogger(__name__)
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

PIECE = 64 * 1024
IN_MEMORY = 512 * 1024  # bytes of a body that need no file
# Bodies of one client that are awaited by one process at the same time; its next ones are told to come again.
MOST_AWAITED = 64
# Requests that wait for a thread before the next one is told to come again.
LONGEST_QUEUE = 300
# A refused body is read and forgotten, so that the sender reads the answer instead of a broken connection.
MOST_FORGOTTEN, FORGETTING_SECONDS = 128 * 1024 * 1024, 30
# Answered in the server's own thread: neither needs the database, both must come when everybody else waits.
AT_THE_DOOR = ("/health/live", "/static/")
CHUNKED = "请求没有说明内容的长度（Content-Length），不能接收。请用浏览器提交，或让程序先说明长度。"


class TooBusy(Exception):
    """In words; the client comes again."""


class CutOff(Exception):
    """The client went away in the middle of its body."""


class Reception:
    """The WSGI application that the server calls. `desks` = threads that run Django in this process; `pages` keeps
    public pages, None: every page is made anew."""

    def __init__(self, application: Application, *, desks: int, pages: PageCache | None = None) -> None:
        self.application = application
        self.pages = pages
        self.desks = Desks(desks)
        self.surroundings = frozenset(os.environ)
        self.awaited: Counter[str] = Counter()
        self.lock = Lock()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        environ = {**self._without_surroundings(environ), "tianfu.came": real_now().timestamp()}
        if environ.get("PATH_INFO", "").startswith(AT_THE_DOOR) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self._at_the_door(environ, start)
        if (known := self._from_memory(environ, start)) is not None:
            return known
        try:
            self._take_in(environ)
            if self.desks.queue() > LONGEST_QUEUE:
                raise TooBusy("现在访问的人很多，请过一会儿再试；这次提交没有保存。")
            return self.desks.ask(self._answer, environ, start)
        except TooBusy as busy:
            return _plainly(start, "503 Service Unavailable", str(busy))
        except CutOff:
            log.info("a body was cut off: %s %s", environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")[:200])
            return _plainly(start, "400 Bad Request", "请求没有传完就中断了，没有保存。")
        finally:
            body = environ["wsgi.input"]
            if isinstance(body, tempfile.SpooledTemporaryFile):
                body.close()

    def _without_surroundings(self, environ: Environ) -> Environ:
        """The server mixes its environment variables, keys among them, into every request."""
        kept = {name: value for name, value in environ.items() if name not in self.surroundings or name in _CGI}
        return {**kept, "REQUEST_METHOD": environ["REQUEST_METHOD"], "wsgi.input": environ["wsgi.input"]}

    def _at_the_door(self, environ: Environ, start: Start) -> Iterable[bytes]:
        try:
            return self.application({**environ, "CONTENT_LENGTH": "0"}, start)
        finally:
            connections.close_all()

    def _from_memory(self, environ: Environ, start: Start) -> Iterable[bytes] | None:
        """A page made a moment ago, counted like every look; None for all else, also for who looked too often."""
        if self.pages is None or (kept := self.pages.find(environ)) is None:
            return None
        request = _headed(environ)
        if kept.limit and limits.wait(kept.limit, client_network(request), by_handful=True):
            return None
        status, headers, body = self.pages.answer(kept, environ)
        start(status, [*headers, ("X-Request-ID", request_id(request))])
        return [body]

    def _answer(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Runs in a desk's thread, and ends there: the connection it used is its own."""
        began = self.pages.clock() if self.pages is not None else 0.0
        response = self.application(environ, _in_ascii(start))
        if getattr(response, "streaming", False):
            return response
        try:
            if self.pages is not None and isinstance(response, HttpResponseBase):
                self.pages.keep(environ, response, began)
            return [b"".join(response)]
        finally:
            if hasattr(response, "close"):
                response.close()

    def _take_in(self, environ: Environ) -> None:
        """Put the whole body where `wsgi.input` was, or mark the request as refused and let Django say so."""
        if words := self._unreadable(environ):
            environ["tianfu.refused"] = words
            environ.pop("CONTENT_TYPE", None)
            self._forget(environ)
            return
        size = bodies.length(environ)
        if size == 0:
            environ["CONTENT_LENGTH"] = "0"
            return
        if size > bodies.anyones() and not self.desks.ask(bodies.may_send, environ):
            self._forget(environ)
            return
        client = client_network(_headed(environ))
        with self.lock:
            if self.awaited[client] >= MOST_AWAITED:
                raise TooBusy("从您这里同时提交的内容太多，请等前面的传完再试；这次提交没有保存。")
            self.awaited[client] += 1
        try:
            environ["wsgi.input"] = _spooled(environ["wsgi.input"], size)
        finally:
            with self.lock:
                self.awaited[client] -= 1
                if not self.awaited[client]:
                    del self.awaited[client]

    @staticmethod
    def _unreadable(environ: Environ) -> str:
        if "HTTP_TRANSFER_ENCODING" in environ:
            return CHUNKED
        return refusal(environ.get("CONTENT_TYPE") or "")

    @staticmethod
    def _forget(environ: Environ) -> None:
        """Read what the client still sends, up to a limit; who waits for leave to send (100-continue) gets none."""
        size, until = bodies.length(environ), time.monotonic() + FORGETTING_SECONDS
        if "HTTP_EXPECT" not in environ and size <= MOST_FORGOTTEN:
            while size > 0 and time.monotonic() < until and (piece := environ["wsgi.input"].read(min(PIECE, size))):
                size -= len(piece)
        environ["wsgi.input"] = tempfile.SpooledTemporaryFile()  # noqa: SIM115 - closed with the request


# What a request itself brings, whatever the environment is called.
_CGI = frozenset({"REMOTE_ADDR", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_NAME",
                  "SERVER_PORT", "SERVER_PROTOCOL", "SCRIPT_NAME", "HTTP_HOST", "HTTP_COOKIE"})  # fmt: skip


def _spooled(source: Any, size: int) -> Any:
    """Raises CutOff when less comes than was announced: half a form must never pass for a whole one."""
    body = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request
    left = size
    try:
        while left and (piece := source.read(min(PIECE, left))):
            body.write(piece)
            left -= len(piece)
    except OSError as error:
        body.close()
        if error.errno in NO_SPACE:
            raise TooBusy("平台的存储空间已满，这次提交没有保存，已自动记录。") from error
        raise CutOff from error
    if left:
        body.close()
        raise CutOff
    body.seek(0)
    return body


def _headed(environ: Environ) -> HttpRequest:
    """The request as far as its head goes."""
    request = HttpRequest()
    request.META = environ
    return request


def _in_ascii(start: Start) -> Start:
    """A header with other signs would end the server's thread; ours have none unless something is wrong."""

    def careful(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [(name, value.encode("ascii", "replace").decode()) for name, value in headers], *more)

    return careful


def _plainly(start: Start, status: str, words: str) -> list[bytes]:
    """Without Django: there is no thread for it, or nobody who reads."""
    body = words.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start(status, [*headers, ("Retry-After", "10"), ("Cache-Control", "no-store")])
    return [body]

"""A short memory of public pages in front of Django, of each process its own: what many ask for is made once.

Kept is what everybody may read (`PublicAnswersMiddleware` says so), for as long as its `Cache-Control` promises and ten
seconds at most, under everything it may depend on: scheme, host, address and query as written, coding. A request with
a cookie or with credentials is never kept, so what is kept was made for nobody. Given out, it promises only the seconds
that are left, so that a cache behind this one adds nothing.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from tianfu.site.answers.public_answers import SHARED, accepted_codings

Environ = dict[str, Any]
Headers = list[tuple[str, str]]

LONGEST = 10.0  # seconds; the verification page promises no more
MOST_BYTES, LARGEST = 16 * 1024 * 1024, 256 * 1024  # in one process; of one page
LONGEST_ADDRESS = 600
_MAX_AGE = re.compile(r"max-age=(\d+)")
# Not of the page but of the one request that it was made for.
_OF_ONE_REQUEST = frozenset({"x-request-id", "date", "age"})
# What stays in a 304 (RFC 9110 15.4.5).
_OF_NO_BODY = frozenset({"content-length", "content-type", "content-encoding"})


@dataclass(frozen=True)
class Kept:
    """`limit` is the limit that a look at it counts against, "" for none; `made` and `until` are moments of the clock."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    limit: str
    promised: int  # seconds
    made: float
    until: float


class PageCache:
    """Called by many threads. `clock` gives seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.pages: OrderedDict[tuple[str, ...], Kept] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def find(self, environ: Environ) -> Kept | None:
        """The page that answers this request; None when Django must be asked."""
        if not _is_plain(environ) or "no-cache" in environ.get("HTTP_CACHE_CONTROL", ""):
            return None
        found = self.pages.get(_key(environ))
        return found if found is not None and self.clock() < found.until else None

    def keep(self, environ: Environ, response: HttpResponseBase, began: float) -> None:
        """Remember what Django answered, if everybody may read it. `began`: when it was asked, for it may have read
        what changed a moment later."""
        limit, promised = getattr(response, SHARED, None), _MAX_AGE.search(response.get("Cache-Control", ""))
        if limit is None or promised is None or not _is_plain(environ) or not _is_nobodys(environ, response):
            return
        body, seconds = response.getvalue(), int(promised[1])
        if len(body) <= LARGEST and seconds:
            headers = tuple((name, value) for name, value in response.items() if name.lower() not in _OF_ONE_REQUEST)
            self._put(_key(environ), Kept(body, headers, limit, seconds, began, began + min(seconds, LONGEST)))

    def _put(self, key: tuple[str, ...], kept: Kept) -> None:
        with self.lock:
            former = self.pages.pop(key, None)
            self.pages[key] = kept
            self.bytes += len(kept.body) - (len(former.body) if former is not None else 0)
            while self.bytes > MOST_BYTES:
                _, oldest = self.pages.popitem(last=False)
                self.bytes -= len(oldest.body)

    def answer(self, kept: Kept, environ: Environ) -> tuple[str, Headers, bytes]:
        """(status, headers, body) of this page now; 304 where the client has it."""
        left = int(kept.promised - (self.clock() - kept.made))
        headers = [
            (name, _MAX_AGE.sub(f"max-age={left}", value) if name == "Cache-Control" else value)
            for name, value in kept.headers
        ]
        if _has_it(environ, dict(kept.headers).get("ETag", "")):
            return "304 Not Modified", [pair for pair in headers if pair[0].lower() not in _OF_NO_BODY], b""
        return "200 OK", headers, kept.body


def _is_plain(environ: Environ) -> bool:
    """Whether the request asks for the page as it is, whole."""
    particular = "HTTP_RANGE" in environ or "HTTP_AUTHORIZATION" in environ
    size = len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", ""))
    return environ["REQUEST_METHOD"] == "GET" and not particular and size <= LONGEST_ADDRESS


def _is_nobodys(environ: Environ, response: HttpResponseBase) -> bool:
    """Whether nobody in particular asked, and the answer depends on nothing that the key does not hold."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",")} - {""}
    whole = response.status_code == 200 and not response.streaming
    return whole and "HTTP_COOKIE" not in environ and not response.cookies and varies <= {"accept-encoding"}


def _key(environ: Environ) -> tuple[str, ...]:
    codings = accepted_codings(environ.get("HTTP_ACCEPT_ENCODING", ""))
    path = environ.get("PATH_INFO", "")
    return (
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_X_FORWARDED_PROTO", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        path,
        environ.get("QUERY_STRING", ""),
        "br" if "br" in codings else "gzip" if "gzip" in codings else "",
        # The interface refuses who takes no JSON.
        environ.get("HTTP_ACCEPT", "") if path.startswith("/api/") else "",
    )


def _has_it(environ: Environ, etag: str) -> bool:
    """By the weak comparison, as for every GET (RFC 9110 13.1.2)."""
    told = environ.get("HTTP_IF_NONE_MATCH", "")
    if not told or not etag:
        return False
    known = parse_etags(told)
    return known == ["*"] or etag.removeprefix("W/") in {one.removeprefix("W/") for one in known}

"""Answers that everybody may read alike: a validator (ETag, 304) and compression.

Only an answer that its view declared `Cache-Control: public` is touched. Such a page holds no secret and depends on
nobody's session, so its length tells nothing (BREACH needs a secret beside something that the attacker chose).
"""

import gzip
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from tianfu.site.answers.rates import limit_of
from tianfu.text import parameters

# Below this a packet is a packet.
SHORTEST = 400
TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "application/vnd.oai.openapi")
# Set on an answer that everybody may read alike: the limit that a look at it counts against, "" for none.
SHARED = "shared_under"
# What a client says that has the page already.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
# Measured on the brand page: the next levels save two percent and cost twice the time.
_BROTLI_LEVEL, _GZIP_LEVEL = 5, 6


class PublicAnswersMiddleware:
    """Stands outside everything that writes into a page or its headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_public(request, response):
            return response
        setattr(response, SHARED, limit_of(request))
        if response.content and not response.has_header("ETag"):
            set_response_etag(response)
        if (etag := response.get("ETag")) and any(name in request.META for name in _CONDITIONS):
            response = get_conditional_response(request, etag=etag, response=response) or response
        if response.status_code == 200:
            _compress(request, response)
        return response


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    said = {part.strip().lower() for part in response.get("Cache-Control", "").split(",")}
    safe = request.method in ("GET", "HEAD") and not response.cookies
    return safe and "public" in said and not said & {"private", "no-store"}


def _compress(request: HttpRequest, response: HttpResponse) -> None:
    kind = response.get("Content-Type", "")
    if not kind.startswith(TEXT) or response.has_header("Content-Encoding") or len(response.content) < SHORTEST:
        return
    if response.has_header("Vary"):
        patch_vary_headers(response, ("Accept-Encoding",))
    else:
        response["Vary"] = "Accept-Encoding"
    accepted = accepted_codings(parameters.header(request, "Accept-Encoding"))
    if "br" in accepted:
        coding, body = "br", brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=_BROTLI_LEVEL)
    elif "gzip" in accepted:
        coding, body = "gzip", gzip.compress(response.content, _GZIP_LEVEL, mtime=0)
    else:
        return
    response.content = body
    response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(body))
    # The bytes differ by coding, so the validator must not claim that they are equal (RFC 9110 8.8.1).
    if response.get("ETag", "").startswith('"'):
        response["ETag"] = "W/" + response["ETag"]


def accepted_codings(header: str) -> set[str]:
    """Names that the client takes; one with `q=0` is refused, a malformed weight counts as refused."""
    accepted = set()
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            wanted = float(weight.strip().removeprefix("q=") or 1) > 0
        except ValueError:
            wanted = False
        if wanted:
            accepted.add(name.strip())
    return accepted - {""}

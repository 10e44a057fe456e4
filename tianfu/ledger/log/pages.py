"""The log's public addresses: checkpoint, tiles, proofs, key, and a page for people."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.ledger.log.entries import about, read_entry
from tianfu.ledger.log.identity import public_key
from tianfu.ledger.log.integration import latest, waiting_count
from tianfu.ledger.log.proofs import consistency_text, proof_text
from tianfu.ledger.log.signing_key import NoSigningKey
from tianfu.ledger.log.tiles import NoSuchTile, entry_tile, hash_tile
from tianfu.ledger.models import LogLeaf
from tianfu.queries.cursors import leaf_of
from tianfu.text import parameters

SHOWN = 50
_FOREVER = "public, max-age=31536000, immutable"
_BRIEFLY = "public, max-age=10"


def _answer(content: bytes | str, content_type: str, caching: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Cache-Control"] = caching
    # Monitors in a browser may read the log from any site: it is public by purpose.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@requires(PUBLIC)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the log is, its entries page by page (of one number with `?number=`), and how to check them."""
    number = parameters.word(request.GET, "number", 80).upper()
    leaves = about(number) if number else LogLeaf.objects.order_by("-idx")
    before, after = parameters.whole(request.GET, "before"), parameters.whole(request.GET, "after")
    if before is not None:
        leaves = leaves.filter(idx__lt=before)
    if after is not None:
        leaves = leaves.filter(idx__gt=after).order_by("idx")
    shown = leaf_of(leaves[: SHOWN + 1], SHOWN, before=before, after=after)
    context = {
        "checkpoint": latest(),
        "key": _key(),
        "waiting": waiting_count(),
        "entries": [read_entry(leaf) for leaf in shown.rows],
        "number": number,
        "newer_url": _link(number, "after", shown.newer.idx) if shown.newer else "",
        "older_url": _link(number, "before", shown.older.idx) if shown.older else "",
    }
    response = render(request, "tianfu/ledger/log/log.html", context)
    response["Cache-Control"] = _BRIEFLY
    return response


def _link(number: str, name: str, idx: int) -> str:
    return "?" + urlencode({**({"number": number} if number else {}), name: idx})


@requires(PUBLIC)
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    newest = latest()
    if newest is None:
        raise Http404
    return _answer(newest.note, "text/plain; charset=utf-8", _BRIEFLY)


@requires(PUBLIC)
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    if not (known := _key()):
        raise Http404
    return _answer(known + "\n", "text/plain; charset=utf-8", _BRIEFLY)


@requires(PUBLIC)
@require_safe
def tile(request: HttpRequest, level: str, path: str) -> HttpResponse:
    """Immutable: a tile of a given width never changes."""
    try:
        data = entry_tile(path) if level == "entries" else hash_tile(_level(level), path)
    except NoSuchTile as error:
        raise Http404 from error
    return _answer(data, "application/octet-stream", _FOREVER)


@requires(PUBLIC)
@require_safe
def proof(request: HttpRequest, index: int) -> HttpResponse:
    """A file to keep beside a certificate."""
    try:
        text = proof_text(index)
    except LookupError as error:
        raise Http404 from error
    return _answer(text, "text/plain; charset=utf-8", _BRIEFLY)


@requires(PUBLIC)
@require_safe
def consistency(request: HttpRequest, old: int) -> HttpResponse:
    try:
        text = consistency_text(old)
    except LookupError as error:
        raise Http404 from error
    return _answer(text, "text/plain; charset=utf-8", _BRIEFLY)


def _level(text: str) -> int:
    level = parameters.number(text, most=99)
    if level is None or str(level) != text:
        raise NoSuchTile(text)
    return level


def _key() -> str:
    try:
        return public_key()
    except NoSigningKey:
        return ""

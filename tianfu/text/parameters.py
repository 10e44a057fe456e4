"""One reader for what stands in an address, in a posted field beside a form, in a header or a cookie.

Everything here comes from outside: it may be missing, repeated, of another kind, far too long. A number is plain ASCII
digits that fit their column (`²` is a digit to `str.isdigit` and none to `int`; 5,000 digits are one to nobody); a text
is cleaned as everywhere; what cannot be read is as good as not given, never an error of the server. No other module
reads `request.GET`, `POST`, `headers` or `COOKIES` value by value (tests/architecture/test_parameters.py).
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest

from tianfu.text import clean

INT, BIGINT = 2**31 - 1, 2**63 - 1  # the largest values of PostgreSQL's integer and bigint
NEVER = -1  # a revision that no row has
# Characters.
WORD, PASSAGE, TOKEN, HEADER = 200, 20_000, 4_000, 2_000


def number(text: object, *, least: int = 0, most: int = BIGINT) -> int | None:
    """The whole number that `text` writes in plain digits, within `least`..`most`; None for everything else."""
    plain = str(text)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 19):
        return None
    value = int(plain)
    return value if least <= value <= most else None


def whole(data: Any, name: str, *, least: int = 0, most: int = BIGINT) -> int | None:
    """A count, a cursor or a key; `data` is a QueryDict or a mapping."""
    return number(data.get(name, ""), least=least, most=most)


def page(data: Any, name: str = "page") -> int:
    """The page asked for, 1 when it is none."""
    return whole(data, name, least=1, most=INT) or 1


def revision(data: Any, name: str = "seen") -> int:
    """The revision that the page of a posted form showed; NEVER, which is always overtaken, when it is none."""
    found = whole(data, name, most=INT)
    return NEVER if found is None else found


def key(text: object) -> int:
    """A row's key as it stands in an address of the console. Raises Http404: no row has another kind of key."""
    found = number(text)
    if found is None:
        raise Http404
    return found


def keys(data: Any, name: str) -> list[int]:
    """The keys among repeated values, each once."""
    found = (number(text) for text in data.getlist(name))
    return list(dict.fromkeys(value for value in found if value is not None))


def word(data: Any, name: str, longest: int = WORD) -> str:
    """One cleaned line, cut at `longest`: a search, a filter."""
    return clean.line(str(data.get(name, "")))[:longest].rstrip()


def typed(data: Any, name: str, longest: int = PASSAGE) -> str:
    """What somebody wrote, as it was sent: for a field or column that cleans it itself. Too long → BadRequest in words."""
    return _short(str(data.get(name, "")), longest)


def passage(data: Any, name: str, longest: int = PASSAGE) -> str:
    """Several cleaned lines: a reason, a note, an answer. Never cut: too long → BadRequest in words."""
    return _short(clean.lines(str(data.get(name, ""))), longest)


def every(data: Any, name: str, longest: int = PASSAGE) -> list[str]:
    """All values of a repeated name, as they were sent."""
    return [_short(str(text), longest) for text in data.getlist(name)]


def token(data: Any, name: str, longest: int = TOKEN) -> str:
    """What a page of ours wrote for itself (a stamp, a signed value, an address): "" when it is longer than any of them."""
    text = str(data.get(name, ""))
    return text if len(text) <= longest else ""


def choice(data: Any, name: str, allowed: Collection[str], default: str = "") -> str:
    """One of `allowed`."""
    text = str(data.get(name, ""))
    return text if text in allowed else default


def on(data: Any, name: str) -> bool:
    """A switch: `?all=1`, or a ticked box."""
    return data.get(name) in ("1", "on")


def day(data: Any, name: str) -> date | None:
    """A day as 2026-12-04; not 2026-W49-5, which Python reads as well."""
    text = str(data.get(name, ""))
    if not text.isascii() or len(text) != len("2026-12-04") or text[4] + text[7] != "--":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def unique(text: object) -> UUID | None:
    """A UUID in its usual form."""
    plain = str(text)
    try:
        return UUID(plain) if len(plain) == len("00000000-0000-0000-0000-000000000000") else None
    except ValueError:
        return None


def header(request: HttpRequest, name: str, longest: int = HEADER) -> str:
    """A request's header; "" when it is missing or longer than it can be."""
    return token(request.META, _in_meta(name), longest)


@cache
def _in_meta(name: str) -> str:
    """Under which name the server gives it; all of them are not read for one (`request.headers`)."""
    plain = name.upper().replace("-", "_")
    return plain if plain in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{plain}"


def cookie(request: HttpRequest, name: str, longest: int = TOKEN) -> str:
    """A cookie's value, not decoded; "" when it is missing or longer than any of ours."""
    return token(request.COOKIES, name, longest)


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise BadRequest(f"填写的文字过长：最多 {longest:,} 字，您填了 {len(text):,} 字。请返回上一页缩短后重新提交。")
    return text

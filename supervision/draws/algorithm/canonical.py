"""The one spelling of the files of a draw (trust A.3): RFC 8785 restricted to text, integers of at most 15 digits, lists, and
objects with ASCII keys.

A file is read and its spelling judged in one pass: what has no blank, keys in strictly rising order, no escape that could
be left out and no `-0` is exactly what writing the value again would give. The reader keeps its own stack, so that no depth
of brackets ends it.
"""

import json
import re
from collections.abc import Mapping
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any

from supervision.draws.algorithm.refusal import Refusal

MOST_DIGITS = 15
_PLAIN = r'[^"\\\x00-\x1f]*'
_TOKEN = re.compile(
    r"([ \t\n\r]*)(?:([{}\[\]:,])"
    rf'|"({_PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{{4}}){_PLAIN})*)"'
    r"|(-?)(0|[1-9][0-9]*)(?![0-9.eE])|(null)(?![0-9A-Za-z_]))"
)
_BLANK = re.compile(r"[ \t\n\r]*")
# The escapes RFC 8785 3.2.2.2 writes: five short ones, quote and backslash, and \u00xx in lower case for the other controls.
_NEEDED = re.compile(rf'{_PLAIN}(?:\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f])){_PLAIN})*')
_LONELY = re.compile(r"[\ud800-\udfff]")


def read(data: bytes, place: str, *, lax: bool = False) -> tuple[Any, bool]:
    """The value of a JSON text, and whether the text is its canonical spelling. Raises Refusal FORMAT.

    `lax`: of what people write, not hash: null is read too, but a key that stands twice is refused.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("FORMAT", f"{place}不是 UTF-8 文本（第 {error.start + 1} 字节起）。") from None
    return _Reader(text, place, lax).value()


def read_object(data: bytes, place: str) -> dict[str, Any]:
    """The object of a canonical JSON text. Raises Refusal FORMAT or CANON."""
    value, canonical = read(data, place)
    if not isinstance(value, dict):
        raise Refusal("CANON", f"{place}不是一个 JSON 对象。")
    if not canonical:
        raise Refusal("CANON", f"{place}不是规范写法：键须按序、不重复，不留空白，不用多余的转义。")
    return value


def write(value: Mapping[str, Any]) -> bytes:
    """The canonical bytes of what this package builds itself: text, integers, lists and objects with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


class _Reader:
    """One text. `_stack` holds the open containers, each with the key that waits for its value."""

    def __init__(self, text: str, place: str, lax: bool) -> None:
        self._text, self._place, self._lax = text, place, lax
        self._position = 0
        self._canonical = True
        self._stack: list[tuple[list[Any] | dict[str, Any], str]] = []

    def value(self) -> tuple[Any, bool]:
        """The whole text's value. A finished value goes into the container around it until none is left open."""
        item = self._item(self._token())
        while True:
            if self._stack:
                item = self._next_item(item)
                continue
            blank = _BLANK.match(self._text, self._position)
            end = blank.end() if blank else self._position
            if end != len(self._text):
                raise self._bad()
            return item, self._canonical and end == self._position

    def _next_item(self, item: Any) -> Any:
        """Put a finished item into the innermost container; the next finished one: its neighbour, or the container."""
        container, key = self._stack.pop()
        if isinstance(container, dict):
            # Strictly rising keys are also distinct ones. ASCII: code points and UTF-16 sort alike.
            self._canonical &= not container or next(reversed(container)) < key
            if key in container:
                if self._lax:
                    raise Refusal("FORMAT", f"{self._place}中有重复的键。")
                del container[key]
            container[key] = item
        else:
            container.append(item)
        sign = self._token()[2]
        if sign == ",":
            return self._member(container, self._token())
        if sign != ("}" if isinstance(container, dict) else "]"):
            raise self._bad()
        return container

    def _item(self, token: "re.Match[str]") -> Any:
        """The value that begins with this token; of a container with content, its innermost first scalar."""
        while True:
            sign, text, minus, digits = token[2], token[3], token[4], token[5]
            if digits is not None:
                return self._integer(minus, digits)
            if text is not None:
                return self._string(text)
            if token[6] and self._lax:
                return None
            if sign not in ("{", "["):
                raise self._bad()
            container: list[Any] | dict[str, Any] = {} if sign == "{" else []
            token = self._token()
            if token[2] == ("}" if sign == "{" else "]"):
                return container
            token = self._opened(container, token)

    def _member(self, container: list[Any] | dict[str, Any], token: "re.Match[str]") -> Any:
        return self._item(self._opened(container, token))

    def _opened(self, container: list[Any] | dict[str, Any], token: "re.Match[str]") -> "re.Match[str]":
        """Note that `container` waits for a value; the token its value begins with."""
        if isinstance(container, list):
            self._stack.append((container, ""))
            return token
        if token[3] is None:
            raise self._bad()
        key = self._string(token[3])
        if not key.isascii():
            raise Refusal("FORMAT", f"{self._place}中有非 ASCII 的键。")
        if self._token()[2] != ":":
            raise self._bad()
        self._stack.append((container, key))
        return self._token()

    def _token(self) -> "re.Match[str]":
        found = _TOKEN.match(self._text, self._position)
        if found is None:
            raise self._bad()
        self._position = found.end()
        self._canonical &= not found[1]
        return found

    def _integer(self, minus: str, digits: str) -> int:
        if len(digits) > MOST_DIGITS:
            raise Refusal("FORMAT", f"{self._place}中有超过 {MOST_DIGITS} 位的整数。")
        self._canonical &= not (minus and digits == "0")
        return int(minus + digits)

    def _string(self, raw: str) -> str:
        if "\\" not in raw:
            return raw
        self._canonical &= _NEEDED.fullmatch(raw) is not None
        value: str = scanstring(raw + '"', 0)[0]
        if _LONELY.search(value):
            raise Refusal("FORMAT", f"{self._place}中有不成对的代理字符。")
        return value

    def _bad(self) -> Refusal:
        return Refusal(
            "FORMAT", f"{self._place}不是只含文本、整数、列表和对象的 JSON（第 {self._position + 1} 个字符附近）。"
        )

"""One spelling for every value that is hashed: RFC 8785 restricted to what cannot be misread.

Allowed are text, integers of at most 15 digits, true, false, null, lists, and objects with text
keys. Floats are refused because two languages print them differently; decimals, dates and moments
must be given as text by the caller, who knows how they are meant.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_LARGEST = 10**15 - 1


class NotCanonical(ValueError):
    """The value has no single spelling; the message names the place inside it."""


def canonical(value: Any) -> bytes:
    """The UTF-8 bytes of `value`, the same in every language and on every machine."""
    _check(value, "$")
    return _encode(_ordered(value)).encode("utf-8")


def sha256_hex(data: bytes) -> str:
    """SHA-256 of the bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _encode(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        # RFC 8785 3.2.3: by UTF-16 code units, which is what a browser's sort() does.
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    # A Django TextChoices member is a str subclass; json would print it the same, but be exact.
    return str(value) if isinstance(value, str) else value


def _check(value: Any, place: str) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value, place)
    elif isinstance(value, int):
        if abs(value) > _LARGEST:
            raise NotCanonical(f"{place}: 整数超过 15 位，请改用文本。")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{place}: 键 {key!r} 不是文本。")
            _check_text(key, place)
            _check(item, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _check(item, f"{place}[{index}]")
    else:
        raise NotCanonical(f"{place}: 不接受 {type(value).__name__}；小数、日期、时间请以文本给出。")


def _check_text(text: str, place: str) -> None:
    if "\x00" in text:
        raise NotCanonical(f"{place}: 文本中含有空字符（NUL）。")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical(f"{place}: 文本中含有不成对的代理字符。") from error

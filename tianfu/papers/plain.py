"""Paper data as plain JSON: what is stored, hashed and handed to the typesetter."""

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.text import moments

# Added while preparing; they follow from the rest and stay out of the printed digest.
DERIVED = frozenset({"qr_svg", "digest", "demo", "stand_ins"})

_REFUSED = "文书数据不接受 {name}；小数请用字符串或 Decimal，以免存取后字节改变。"


def plain(value: object) -> object:
    """`value` with dataclasses, dates (ISO), moments (Beijing time, to the second) and decimals as JSON types.

    Floats are refused: PostgreSQL's jsonb may hand back other digits, and the bytes of the paper would change.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("文书中的时刻必须带时区。")
        return moments.iso(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)  # a lazy translation or TextChoices member becomes its text
    if hasattr(value, "_proxy____cast"):
        return str(value)
    raise TypeError(_REFUSED.format(name=type(value).__name__))


def as_json(data: Mapping[str, object]) -> str:
    """The one spelling of `data` (RFC 8785), so that key order in storage does not matter."""
    return canonical(data).decode()


def data_digest(data: Mapping[str, object]) -> str:
    """SHA-256 (hex) of what the paper states, printed at its foot; derived entries are left out."""
    return sha256_hex(canonical({key: value for key, value in data.items() if key not in DERIVED}))

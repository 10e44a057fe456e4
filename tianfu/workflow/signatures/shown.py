"""What was read is what is signed: a page carries the digest of what it showed, and a signature gives it back.

The page writes `stamp(content)` into a hidden field named `shown`; the act, in its own transaction, hands the field's
value and the content as it now is to `refuse_changed`. `content` maps the words a person knows an entry by
(“主体信息 · 从业人数”) to its value, so that a refusal can say which entries changed.
"""

import hmac
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, Literal

from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow.door import Refused

FIELD = "shown"
_DIGEST, _MARK = 64, 8  # characters: of the whole, of one entry's name and of its value
_NOT_GIVEN = "页面没有带回您读到的内容，无法确认您读的就是现在的内容。请重新打开页面，通读后再办理。"


class _Without(Enum):
    """The type of NO_PAGE: nothing that a request can carry."""

    PAGE = "no page"


# For a caller that acts without a page: the demo's stories and tests. No surface names it (tests/architecture).
NO_PAGE: Final = _Without.PAGE
# What an act is handed: the field of the page on which it was read. Never optional: left out, it would be unchecked.
Shown = str | Literal[_Without.PAGE]


class Changed(Refused):
    """The content is no longer what the actor's page showed. `changes`: (entry, its value now; "" = gone or no text)."""

    def __init__(self, message: str, changes: list[tuple[str, str]]) -> None:
        self.changes = changes
        super().__init__(message)


def digest(content: Any) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of what a page shows. Dates and decimals count as their text."""
    return sha256_hex(canonical(_plain(content)))


def stamp(content: Mapping[str, Any]) -> str:
    """The value of the page's hidden field: the digest of the whole, then a short mark for each entry."""
    return ".".join([digest(content), "", *(_name(key) + _value(value) for key, value in content.items())])


def changed_entries(given: str, content: Mapping[str, Any]) -> list[str]:
    """Names of the entries that differ from those the page stamped `given` showed, new ones included; [] when equal."""
    if not given[_DIGEST:]:
        return []  # a digest alone does not say which
    marks = {part[:_MARK]: part[_MARK:] for part in given[_DIGEST:].split(".") if part}
    return [key for key, value in content.items() if marks.get(_name(key)) != _value(value)]


def refuse_changed(given: Shown, content: Mapping[str, Any]) -> None:
    """Raise Changed unless `content` is what the page that sent `given` (a stamp, or a digest alone) showed."""
    if given is NO_PAGE:
        return
    if hmac.compare_digest(given[:_DIGEST].encode(), digest(content).encode()):
        return
    if len(given) < _DIGEST:
        raise Changed(_NOT_GIVEN, [])
    names = changed_entries(given, content)
    changes = [(name, content[name] if isinstance(content[name], str) else "") for name in names]
    gone = {part[:_MARK] for part in given[_DIGEST:].split(".") if part} - {_name(key) for key in content}
    if gone:
        changes.append((f"有 {len(gone)} 项已被移除", ""))
    which = f"：{'、'.join(name for name, _ in changes)}" if changes else ""
    raise Changed(f"内容在您阅读后有变化{which}。请重新通读后再办理。", changes)


def _name(key: str) -> str:
    return sha256_hex(key.encode())[:_MARK]


def _value(value: Any) -> str:
    return digest(value)[:_MARK]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value

"""Entries of the public log as people read them, and those about one number."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tianfu.ledger.log.kinds import FIELDS, TYPES, VALUES, Dialect, dialect_of
from tianfu.ledger.models import LogLeaf
from tianfu.queries.given import Given
from tianfu.text import moments

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})")
_HASH = re.compile(r"[0-9a-f]{64}")
_SHOWN_APART = ("t", "at", "number", "seq")


@dataclass(frozen=True)
class Entry:
    """`kind` is the first part of its type (cert, notice, audit …); `number` what it is about, "" for none; `sentence`
    says the rest in words; `hashes` are (label, hexadecimal)."""

    idx: int
    at: datetime
    kind: str
    label: str
    number: str
    sentence: str
    hashes: list[tuple[str, str]]


def read_entry(leaf: LogLeaf) -> Entry:
    content = json.loads(leaf.entry)
    rest = {key: str(value) for key, value in content.items() if key not in _SHOWN_APART}
    number = str(content.get("number", ""))
    dialect = dialect_of(number) or Dialect({}, str)
    hashes = {key: value for key, value in rest.items() if _HASH.fullmatch(value)}
    return Entry(
        idx=leaf.idx,
        at=datetime.fromisoformat(content["at"]),
        kind=content["t"].partition(".")[0],
        label=dialect.speak(TYPES.get(content["t"], content["t"])),
        number=number,
        sentence=_sentence(
            {key: dialect.values.get(value) or _words(value) for key, value in rest.items() if key not in hashes}
        ),
        hashes=[(FIELDS.get(key, key), value) for key, value in hashes.items()],
    )


def _sentence(words: dict[str, str]) -> str:
    """“四川泡菜（虚构泡菜食品有限公司），方式：自我声明，自 2026 年 5 月 11 日起有效，有效期至 2027 年 5 月 10 日。”"""
    parts = []
    product, holder = words.pop("product", ""), words.pop("holder", "")
    if product or holder:
        parts.append(f"{product}（{holder}）" if product and holder else product or holder)
    since, status, until = words.pop("since", ""), words.pop("status", ""), words.pop("until", "")
    parts += [f"{FIELDS.get(key, key)}：{value}" for key, value in words.items()]
    if since:
        parts.append(f"自 {since}起{status}")
    elif status:
        parts.append(f"状态：{status}")
    if until:
        parts.append(f"至 {until}" if since and not status else f"有效期至 {until}")
    return "，".join(parts) + "。" if parts else ""


def about(number: "str | Given") -> QuerySet[LogLeaf]:
    """The entries about this number, newest first; served by an index of this very expression."""
    leaves = LogLeaf.objects.alias(about=KeyTextTransform("number", Cast("entry", JSONField())))
    return leaves.filter(about=number).order_by("-idx")


def _words(value: str) -> str:
    if _MOMENT.fullmatch(value):
        return moments.full_day(value)
    if _DAY.fullmatch(value):
        return moments.full_day(value)
    return VALUES.get(value, value)

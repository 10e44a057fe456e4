"""The two frozen directories of a draw: `objects.jsonl` and `inspectors.jsonl` (trust A.3), read strictly and without waste.

A line as the platform writes it is recognised as canonical by one expression; any other goes through the reader of
`canonical`, which names what is wrong. Of a million objects only ids and places of lines are kept.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from supervision.draws.algorithm import canonical
from supervision.draws.algorithm.refusal import Refusal
from supervision.draws.algorithm.sources import IDENTIFIER

Progress = Callable[[str, int, int], None]
_TEXT = rb'[^"\\\x00-\x1f]*'
_OBJECT_LINE = re.compile(
    rb'\{"excl":"(%(t)b)","id":"([0-9A-Za-z._-]{1,64})","need":\[((?:"%(t)b"(?:,"%(t)b")*)?)\]'
    rb',"region":"(%(t)b)","stratum":"(%(t)b)"\}\n' % {b"t": _TEXT}
)
_OBJECT: Mapping[str, type] = {"excl": str, "id": str, "need": list, "region": str, "stratum": str}
_INSPECTOR: Mapping[str, type] = {
    "areas": list,
    "avail": int,
    "home": str,
    "id": str,
    "lead": int,
    "recuse": list,
    "tags": list,
}
_BLOCK = 1 << 20
_REPORTED = 1 << 16


def silent(step: str, done: int, total: int) -> None:
    """For callers who do not watch a draw being computed."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One line of `objects.jsonl`: `need` are the tags its team must have, `excl` why it may not be drawn."""

    id: str
    stratum: str
    region: str
    need: tuple[str, ...]
    excl: str


@dataclass(frozen=True, slots=True)
class Inspector:
    """One line of `inspectors.jsonl`: `areas` and `home` are prefixes of regions, `recuse` ids of objects."""

    id: str
    areas: tuple[str, ...]
    home: str
    lead: bool
    tags: tuple[str, ...]
    recuse: tuple[str, ...]
    avail: bool


@dataclass
class Pool:
    """The eligible objects of one stratum: their ids, and where their lines begin in the file."""

    ids: list[bytes] = field(default_factory=list)
    places: "array[int]" = field(default_factory=lambda: array("Q"))


@dataclass
class Objects:
    """The checked objects file; `listed` counts the lines of each stratum, excluded ones too."""

    data: bytes
    count: int = 0
    listed: dict[str, int] = field(default_factory=dict)
    pools: dict[str, Pool] = field(default_factory=dict)

    def at(self, place: int) -> Inspected:
        """The object whose line begins there. The file has been checked."""
        return self._next(place)[1]

    def all(self) -> Iterator[Inspected]:
        """Every object in the order of the file, excluded ones too."""
        place = 0
        while place < len(self.data):
            place, thing = self._next(place)
            yield thing

    def _next(self, place: int) -> tuple[int, Inspected]:
        line = _OBJECT_LINE.match(self.data, place)
        if line is None:
            return _slow_line(self.data, place, "objects.jsonl ", _object)
        excl, name, need, region, stratum = (text.decode() for text in line.groups())
        tags = tuple(need[1:-1].split('","')) if need else ()
        return line.end(), Inspected(name, stratum, region, tags, excl)


def read_objects(data: bytes, progress: Progress = silent) -> Objects:
    """Raises Refusal FORMAT, CANON, SCHEMA or ORDER."""
    found = Objects(data)
    listed: dict[bytes, int] = {}
    pools: dict[bytes, Pool] = {}
    sound = _sound_until(data)
    place, number, previous, ordered = 0, 0, b"", True
    quick = _OBJECT_LINE.match
    while place < len(data):
        number += 1
        line = quick(data, place)
        if line is not None and line.end() <= sound:
            excl, name, stratum = line.group(1, 2, 5)
            after = line.end()
        else:
            after, row = _slow_line(data, place, f"objects.jsonl 第 {number} 行", _object)
            excl, name, stratum = (text.encode() for text in (row.excl, row.id, row.stratum))
        ordered &= previous < name
        previous = name
        listed[stratum] = listed.get(stratum, 0) + 1
        if not excl:
            pool = pools.get(stratum)
            if pool is None:
                pool = pools[stratum] = Pool()
            pool.ids.append(name)
            pool.places.append(place)
        place = after
        if not number % _REPORTED:
            progress("objects", place, len(data))
    if not ordered:
        raise Refusal("ORDER", "objects.jsonl 的编号重复，或没有按字节顺序排列。")
    found.count = number
    found.listed = {key.decode(): count for key, count in listed.items()}
    found.pools = {key.decode(): pool for key, pool in pools.items()}
    return found


def read_inspectors(data: bytes) -> tuple[Inspector, ...]:
    """Raises Refusal FORMAT, CANON, SCHEMA or ORDER."""
    found: list[Inspector] = []
    place = 0
    while place < len(data):
        place, row = _slow_line(data, place, f"inspectors.jsonl 第 {len(found) + 1} 行", _inspector)
        found.append(row)
    if any(before.id >= after.id for before, after in pairwise(found)):
        raise Refusal("ORDER", "inspectors.jsonl 的编号重复，或没有按字节顺序排列。")
    return tuple(found)


def _slow_line(data: bytes, place: int, name: str, reader: Callable[[bytes, str], Any]) -> tuple[int, Any]:
    """Where the next line begins, and the row of this one."""
    end = data.find(b"\n", place)
    if end < 0:
        raise Refusal("FORMAT", f"{name}没有以换行符（LF）结尾。")
    return end + 1, reader(data[place:end], name)


def _sound_until(data: bytes) -> int:
    """Up to where the bytes are UTF-8. Decoded block by block: the text of a whole file would be large."""
    place = 0
    while place < len(data):
        # A line feed is never inside a character.
        end = data.find(b"\n", place + _BLOCK) + 1 or len(data)
        try:
            data[place:end].decode("utf-8")
        except UnicodeDecodeError as error:
            return place + error.start
        place = end
    return place


def _object(line: bytes, name: str) -> Inspected:
    row = _row(line, name, _OBJECT)
    return Inspected(row["id"], row["stratum"], row["region"], tuple(row["need"]), row["excl"])


def _inspector(line: bytes, name: str) -> Inspector:
    row = _row(line, name, _INSPECTOR)
    for key in ("avail", "lead"):
        if row[key] not in (0, 1):
            raise Refusal("SCHEMA", f"{name}的 {key} 应为 0 或 1。")
    if not all(IDENTIFIER.fullmatch(item) for item in row["recuse"]):
        raise Refusal("SCHEMA", f"{name}的 recuse 应为对象编号。")
    lists = {key: tuple(row[key]) for key in ("areas", "tags", "recuse")}
    return Inspector(id=row["id"], home=row["home"], lead=row["lead"] == 1, avail=row["avail"] == 1, **lists)


def _row(line: bytes, name: str, keys: Mapping[str, type]) -> dict[str, Any]:
    """Exactly these keys, of these types, list items text, the id as the pattern says. Raises Refusal FORMAT, CANON or SCHEMA."""
    row = canonical.read_object(line, name)
    if row.keys() != keys.keys():
        raise Refusal("SCHEMA", f"{name}的键应当恰好是 {'、'.join(keys)}。")
    for key, kind in keys.items():
        value = row[key]
        right = isinstance(value, kind)
        if isinstance(value, list):
            right = right and all(isinstance(item, str) for item in value)
        if not right:
            raise Refusal("SCHEMA", f"{name}的 {key} 类型不对。")
    if IDENTIFIER.fullmatch(row["id"]) is None:
        raise Refusal("SCHEMA", f"{name}的编号只能由 1 至 64 个字母、数字、点、下划线、连字符组成。")
    return row

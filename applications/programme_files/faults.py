"""A fault of a programme file: where it is and why the file is refused."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
FILE: KeyPath = ()
"""The path of a fault that no key has: the file itself cannot be read."""

_BARE = re.compile(r"[\w-]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


@dataclass(frozen=True)
class Fault:
    """`path`: keys and, in lists, positions from 0."""

    path: KeyPath
    reason: str

    @property
    def key(self) -> str:
        """`routes.recognition.stages[2]`; `-` for the file itself."""
        text = ""
        for part in self.path:
            name = f"[{part}]" if isinstance(part, int) else _spelled(part)
            text += name if not text or isinstance(part, int) else f".{name}"
        return text or "-"

    def __str__(self) -> str:
        """One line, whatever stands in the file."""
        return _UNSEEN.sub("�", f"{self.key}: {self.reason}")


def _spelled(key: str) -> str:
    """As TOML writes a key: in quotes where it is not bare."""
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def untouched(faults: Iterable[Fault], others: Iterable[Fault]) -> list[Fault]:
    """Those whose key is no part of another one's, and has no other's as a part."""
    whole = {other.path for other in others}
    parts = {path[:n] for path in whole for n in range(len(path) + 1)}
    return [
        fault
        for fault in faults
        if fault.path not in parts and whole.isdisjoint(fault.path[:n] for n in range(len(fault.path)))
    ]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each once, by their keys."""
    return sorted(set(faults), key=lambda fault: ([str(part).zfill(6) for part in fault.path], fault.reason))

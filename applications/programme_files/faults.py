"""A fault of a programme file: where it is and why the file is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
FILE: KeyPath = ()
"""The path of a fault that no key has: the file itself cannot be read."""


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
            text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
        return text or "-"

    def __str__(self) -> str:
        return f"{self.key}: {self.reason}"


def touches(one: KeyPath, other: KeyPath) -> bool:
    """Is one of the two the other, or a part of it?"""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Each once, by their keys."""
    return sorted(set(faults), key=lambda fault: ([str(part).zfill(6) for part in fault.path], fault.reason))

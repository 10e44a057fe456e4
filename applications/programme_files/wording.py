"""Texts of a programme file with places for what only a case knows: {brand}, {region}, {day} …"""

from collections.abc import Iterator
from string import Formatter
from typing import Any

from applications.programme_files.faults import Fault, KeyPath
from tianfu.papers.typefaces.glyphs import refusal_of

_LETTER = frozenset({"brand", "organ", "stage", "next_stage", "next_desk", "day", "note", "grant", "right", "mark"})
# Which places a text may have, by where it stands; elsewhere none. "*" is any key or position.
PLACES: dict[KeyPath, frozenset[str]] = {
    ("desks", "*", "name"): frozenset({"region", "issuer", "authority"}),
    ("papers", "certificate", "statement"): frozenset({"brand", "route", "grant", "right", "mark"}),
    ("papers", "*", "paragraphs", "*"): _LETTER,
    ("papers", "*", "closing", "*"): _LETTER,
}
# Not for people: keys, codes and what other rules look at.
_NOT_SAID = frozenset({"slug", "region", "validity_policy"})


def wording(payload: dict[str, Any]) -> Iterator[Fault]:
    """Every text can be printed and has only places that its reader fills."""
    for path, text in texts(payload):
        if refused := refusal_of(text):
            yield Fault(path, refused)
        if _NOT_SAID.isdisjoint(map(str, path)):
            yield from _places(path, text)


def texts(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """Every text of the file with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts(part, (*path, key))
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from texts(part, (*path, n))


def _places(path: KeyPath, text: str) -> Iterator[Fault]:
    allowed = next((names for pattern, names in PLACES.items() if _like(path, pattern)), frozenset())
    try:
        found = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError:
        yield Fault(path, "花括号没有成对。")
        return
    for name, spec, conversion in found:
        if name not in allowed or spec or conversion:
            offered = f"，这里可以用 {'、'.join(f'{{{one}}}' for one in sorted(allowed))}" if allowed else ""
            yield Fault(path, f"不认识的占位 {{{name}}}{offered}。")


def _like(path: KeyPath, pattern: KeyPath) -> bool:
    return len(path) == len(pattern) and all(wanted in ("*", part) for part, wanted in zip(path, pattern, strict=True))

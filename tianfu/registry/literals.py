"""What our source gives to functions as plain text: keys can be looked up at start, before anybody runs the line."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tianfu.registry.discovery import BASE, ROOTS


@dataclass(frozen=True)
class Given:
    place: str  # path:line
    text: str


def given(function: str, key: str, base: Path = BASE) -> Iterator[Given]:
    """Texts that fully match the pattern `key`, among the positional arguments of calls of functions whose own name
    matches `function`. Both ways of `a if … else b` and the items of a list or tuple count."""
    named, called, wanted = re.compile(function), re.compile(rf"\b(?:{function})\("), re.compile(key)
    for path in _files(base):
        text = path.read_text(encoding="utf-8")
        if called.search(text):
            for line, value in _texts(text, named):
                if wanted.fullmatch(value):
                    yield Given(f"{path.relative_to(base).as_posix()}:{line}", value)


def unknown(function: str, key: str, knows: Callable[[str], bool], base: Path = BASE) -> list[Given]:
    """Those of `given` that nobody knows."""
    return [found for found in given(function, key, base) if not knows(found.text)]


@cache
def _files(base: Path) -> tuple[Path, ...]:
    found = (path for root in ROOTS for path in sorted((base / root).rglob("*.py")))
    return tuple(path for path in found if "migrations" not in path.parts)


def _texts(text: str, named: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if named.fullmatch(name):
                yield from ((node.lineno, value) for argument in node.args for value in _values(argument))


def _values(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_values(node.body), *_values(node.orelse))
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        for item in node.elts:
            yield from _values(item)

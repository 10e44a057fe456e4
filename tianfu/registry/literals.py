"""What our source gives to functions as plain text: keys can be looked up at start, before anybody runs the line."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
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
    matches `function`. Both ways of `a if … else b`, the items of a list or tuple and the module's own names for texts
    count."""
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
    tree = ast.parse(text)
    names = {
        node.targets[0].id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if named.fullmatch(name):
                yield from ((node.lineno, value) for argument in node.args for value in _values(argument, names))


def _values(node: ast.expr, names: Mapping[str, object]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and isinstance(named := names.get(node.id), str):
        yield named
    elif isinstance(node, ast.IfExp):
        yield from (*_values(node.body, names), *_values(node.orelse, names))
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        for item in node.elts:
            yield from _values(item, names)

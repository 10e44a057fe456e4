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


def given(function: str, key: str, base: Path = BASE, keyword: str = "") -> Iterator[Given]:
    """Texts that fully match the pattern `key`, among the positional arguments of calls of functions whose own name
    matches `function`, and the argument called `keyword`. Both ways of `a if … else b`, the items of a list or tuple,
    the module's own names for texts and what its own dicts hold count."""
    named, called, wanted = re.compile(function), re.compile(rf"\b(?:{function})\("), re.compile(key)
    for place, text in sources(base):
        if called.search(text):
            for line, value in _texts(text, named, keyword):
                if wanted.fullmatch(value):
                    yield Given(f"{place}:{line}", value)


def unknown(function: str, key: str, knows: Callable[[str], bool], base: Path = BASE, keyword: str = "") -> list[Given]:
    """Those of `given` that nobody knows."""
    return [found for found in given(function, key, base, keyword) if not knows(found.text)]


@cache
def sources(base: Path = BASE) -> tuple[tuple[str, str], ...]:
    """Path and text of every module of the platform, migrations apart. Read once per process."""
    paths = (path for root in ROOTS for path in sorted((base / root).rglob("*.py")))
    found = (path for path in paths if "migrations" not in path.parts)
    return tuple((path.relative_to(base).as_posix(), path.read_text(encoding="utf-8")) for path in found)


def _texts(text: str, named: re.Pattern[str], keyword: str) -> Iterator[tuple[int, str]]:
    tree = ast.parse(text)
    names = dict(_named_at_the_top(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            if named.fullmatch(name):
                arguments = [*node.args, *(word.value for word in node.keywords if word.arg == keyword)]
                yield from ((node.lineno, value) for argument in arguments for value in _values(argument, names))


def _named_at_the_top(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Names of the module for a text or a dict."""
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant | ast.Dict):
            yield target.id, value


def _values(node: ast.expr, names: Mapping[str, ast.expr]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and isinstance(named := names.get(node.id), ast.Constant):
        yield from _values(named, names)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        if isinstance(held := names.get(node.value.id), ast.Dict):
            for item in held.values:
                yield from _values(item, names)
    elif isinstance(node, ast.IfExp):
        yield from (*_values(node.body, names), *_values(node.orelse, names))
    elif isinstance(node, ast.List | ast.Tuple | ast.Set):
        for item in node.elts:
            yield from _values(item, names)

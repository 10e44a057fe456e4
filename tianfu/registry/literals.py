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
    named, wanted = re.compile(function), re.compile(key)
    for place, text in _calling(named, base):
        for call in _calls(text):
            if named.fullmatch(call.function):
                for value in (*call.given, *call.named.get(keyword, ())):
                    if wanted.fullmatch(value):
                        yield Given(f"{place}:{call.line}", value)


def unknown(function: str, key: str, knows: Callable[[str], bool], base: Path = BASE, keyword: str = "") -> list[Given]:
    """Those of `given` that nobody knows."""
    return [found for found in given(function, key, base, keyword) if not knows(found.text)]


@cache
def sources(base: Path = BASE) -> tuple[tuple[str, str], ...]:
    """Path and text of every module of the platform, migrations apart. Read once per process."""
    paths = (path for root in ROOTS for path in sorted((base / root).rglob("*.py")))
    found = (path for path in paths if "migrations" not in path.parts)
    return tuple((path.relative_to(base).as_posix(), path.read_text(encoding="utf-8")) for path in found)


def _calling(named: re.Pattern[str], base: Path) -> Iterator[tuple[str, str]]:
    """Of `sources` those that call such a function."""
    index = _called(base)
    wanted = {name for name in index if named.fullmatch(name)}
    places = {number for name in wanted for number in index[name]}
    return (sources(base)[number] for number in sorted(places))


@cache
def _called(base: Path) -> dict[str, list[int]]:
    """By the name of what stands before a bracket: the numbers of the sources."""
    found: dict[str, list[int]] = {}
    for number, (_, text) in enumerate(sources(base)):
        for name in set(re.findall(r"\b(\w+)\(", text)):
            found.setdefault(name, []).append(number)
    return found


@dataclass(frozen=True)
class _Call:
    line: int
    function: str
    given: tuple[str, ...]
    named: dict[str, tuple[str, ...]]


@cache
def _calls(text: str) -> tuple[_Call, ...]:
    """Those that are given texts. Several checks ask for the same module, at every start."""
    tree = ast.parse(text)
    names = dict(_named_at_the_top(tree))
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            given = tuple(value for argument in node.args for value in _values(argument, names))
            named = {word.arg or "": tuple(_values(word.value, names)) for word in node.keywords}
            if given or any(named.values()):
                found.append(_Call(node.lineno, function, given, named))
    return tuple(found)


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

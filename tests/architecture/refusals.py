"""Sentences by which the platform refuses, read from the source; and the texts that tests look for."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.architecture.source import ROOT, Module, modules

_FILLED = "□"  # stands for what a test fills in
HAN = re.compile(r"[一-鿿]")
# Whoever is called with a sentence refuses with it.
REFUSES = {
    "NotPossible", "NotAllowed", "ValidationError", "Refused", "PermissionDenied", "Overtaken", "Changed", "BadRequest",
    "NotPublishable", "WrongValue", "ClockRefused", "TooBusy", "RefusedParameter", "ScanRefused", "BothSides", "refuse",
    "refuse_for", "add_error", "check_officer", "check_member", "refusal", "_wrong", "_refused", "_bad", "NoteInvalid",
}  # fmt: skip
# Names under which reasons against an act are gathered.
GATHERED = re.compile(r"(problems?|errors?|reasons|objections|faults|wrong|missing|refusals?|sentences?|findings)$")
# Not the platform's users: a programme's author, whoever installs it, the makers of the demo.
ELSEWHERE = ("/management/", "tianfu/demo/", "/checks.py", "programme_check")


@dataclass(frozen=True)
class Sentence:
    """`parts`: the constant texts of it, between what is filled in."""

    where: str
    line: int
    parts: tuple[str, ...]

    @property
    def text(self) -> str:
        return "…".join(self.parts)

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def _parts(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,)
    if isinstance(node, ast.JoinedStr):
        found = [value.value for value in node.values if isinstance(value, ast.Constant)]
        return tuple(text for text in found if isinstance(text, str))
    return ()


def _is_sentence(parts: tuple[str, ...]) -> bool:
    whole = "".join(parts).rstrip()
    return bool(HAN.search(whole)) and whole.endswith(("。", "！", "？"))


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below, without the pieces of a sentence that is one already."""
    yield node
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.JoinedStr):
            continue
        yield from _within(child)


def _name(node: ast.expr) -> str:
    return getattr(node, "attr", "") or getattr(node, "id", "")


def _refusing(tree: ast.AST) -> Iterator[ast.AST]:
    """Expressions whose sentences refuse."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _name(node.func)
            gathers = name in ("append", "extend") and GATHERED.search(_name(getattr(node.func, "value", node)) or "")
            if name in REFUSES or gathers:
                yield from [*node.args, *(keyword.value for keyword in node.keywords)]
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "error_messages")
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(GATHERED.search(_name(target) or _name(getattr(target, "value", target))) for target in targets):
                yield node.value
        elif isinstance(node, ast.FunctionDef) and GATHERED.search(node.name):
            yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)


@cache
def sentences() -> tuple[Sentence, ...]:
    """Each once, in the order of the source."""
    found: dict[tuple[str, tuple[str, ...]], Sentence] = {}
    for module in modules():
        if any(part in module.relative for part in ELSEWHERE):
            continue
        constants = _constants(module)
        for expression in _refusing(module.tree):
            for node in _within(expression):
                parts = constants.get(node.id, ()) if isinstance(node, ast.Name) else _parts(node)
                if _is_sentence(parts):
                    line = getattr(node, "lineno", 0)
                    found.setdefault((module.relative, parts), Sentence(module.relative, line, parts))
    return tuple(found.values())


def _constants(module: Module) -> dict[str, tuple[str, ...]]:
    """A module's own names for sentences."""
    return {
        _name(node.targets[0]): _parts(node.value)
        for node in module.tree.body
        if isinstance(node, ast.Assign) and len(node.targets) == 1
    }


@cache
def looked_for() -> tuple[str, ...]:
    """Chinese texts in tests, without docstrings, cut where a pattern or a filled-in value begins."""
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if "architecture" in path.parts:
            continue
        tree = ast.parse(path.read_text())
        explained = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(tree):
            if id(node) not in explained:
                for part in (*_parts(node), _FILLED.join(_parts(node))):
                    found |= {
                        piece
                        for piece in [part, *re.split(r"\.\*|[|\\()\[\]{}+]", part)]
                        if len(HAN.findall(piece)) >= 4
                    }
    return tuple(sorted(found, key=len, reverse=True))


def is_seen(sentence: Sentence) -> bool:
    """Does a test look for (a piece of) it, or for all of it with what is filled in?"""
    if any(text in part for text in looked_for() for part in sentence.parts):
        return True
    if any(len(HAN.findall(part)) >= 6 and part in text for part in sentence.parts for text in looked_for()):
        return True
    whole = re.compile(".+?".join(map(re.escape, sentence.parts)))
    plain = len(HAN.findall(sentence.text)) < 4 and len(sentence.parts) < 4
    return not plain and any(whole.search(text) for text in looked_for())

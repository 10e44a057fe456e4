"""Every act that is written into the audit trail is looked for there by a test."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.refusals import ELSEWHERE
from tests.architecture.source import ROOT, modules


def _pattern(node: ast.expr) -> str:
    """The name of an act as a pattern; what is filled in may be any word."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(re.escape(part.value) if isinstance(part, ast.Constant) else r"\w+" for part in parts)


def _recorded() -> Iterator[tuple[str, str]]:
    """(where, pattern) of each call of `record` that names its act itself."""
    for module in modules():
        if any(part in module.relative for part in ELSEWHERE):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record" and node.args:
                if isinstance(node.args[0], ast.Constant | ast.JoinedStr):
                    yield f"{module.relative}:{node.lineno}", _pattern(node.args[0])


def test_every_recorded_act_is_looked_for_by_a_test() -> None:
    acts = list(_recorded())
    assert len(acts) > 110, "the source is read"
    looked_for = {
        word
        for path in (ROOT / "tests").rglob("*.py")
        if "architecture" not in path.parts
        for word in re.findall(r"\"(\w+\.\w+)\"", path.read_text())
    }
    unseen = [f"{where} {act}" for where, act in acts if not any(re.fullmatch(act, text) for text in looked_for)]
    assert unseen == [], "ask for its event with `unlike` of tests/trail.py"

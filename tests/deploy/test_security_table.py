"""docs/security.md and the threats of docs/draws.md name tests that exist, every requirement once, and a reason for whatever is not done."""

import ast
import re
from pathlib import Path

import pytest

from tests.some import some

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|$", re.MULTILINE)
PARTS = {"Security": 60, "Faults to survive": 28, "Threats": 16}
FILES = {"Threats": "draws.md"}


def rows(part):
    text = (ROOT / "docs" / FILES.get(part, "security.md")).read_text()
    return ROW.findall(text.split(f"## {part}\n")[1].split("\n## ")[0])


def functions(path):
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("part", PARTS)
def test_every_requirement_has_one_row(part):
    assert [int(row[0]) for row in rows(part)] == list(range(1, PARTS[part] + 1))


@pytest.mark.parametrize("part", PARTS)
def test_each_named_test_exists(part):
    named = [entry for row in rows(part) for entry in re.findall(r"`([^`]+)`", row[2])]
    assert len(named) > 15
    missing = []
    for entry in named:
        path, _, name = entry.partition("::")
        if not (ROOT / path).is_file() or (name and name not in functions(path)):
            missing.append(entry)
    assert missing == []


@pytest.mark.parametrize("part", PARTS)
def test_what_is_done_has_a_test_and_what_is_not_has_a_reason(part):
    for number, _, tests, state, why in some(rows(part)):
        assert state in ("done", "part", "not here"), number
        assert "`" in tests if state == "done" else why.strip(), number

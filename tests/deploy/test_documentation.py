"""Every variable that the code reads stands in the table, and the table names no other."""

import ast
import re

from tests.architecture.source import ROOT

READERS = {"env_text", "env_bool", "env_int", "env_list", "env_limits"}
NOT_OURS = {"CI", "DJANGO_SETTINGS_MODULE", "DEBIAN_FRONTEND", "LANG", "PGPASSWORD", "FORCE"}


def read_by_the_code() -> set[str]:
    found = set()
    for path in [*sorted((ROOT / "tianfu" / "settings").glob("*.py")), *sorted((ROOT / "deploy").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name = ast.unparse(node.func)
            if name in READERS or name in {"os.environ.get", "os.getenv"}:
                found.add(node.args[0].value)
    return found - NOT_OURS


def documented() -> set[str]:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.split("## Environment variables")[1].split("\n## ")[0]
    first_cells = re.findall(r"^\| (`.*?) \|", table, re.M)
    return {name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_the_table_of_variables_is_complete():
    assert read_by_the_code() == documented()

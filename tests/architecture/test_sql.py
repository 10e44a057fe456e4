"""No statement of SQL is put together from what people send (trust.md E 33).

Everything goes through the ORM, or through a text that stands in the source, with its values as parameters.
"""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, modules
from tests.some import some

# Who builds a statement from parts, and what the parts are.
REASONS: dict[str, str] = {
    "tianfu/ledger/audit/seals.py": "the name of our own audit table, from the model",
    "certification/register/search/tally.py": "conditions compiled by the ORM, values as parameters",
    "tianfu/workflow/upkeep/row_counts.py": "statements compiled by the ORM, values as parameters",
    "certification/register/search/query.py": "conditions compiled by the ORM, values as parameters",
    "tianfu/queries/prepared.py": "statements compiled by the ORM, values as parameters",
}
CALLS = {"execute", "executemany", "raw", "RawSQL", "extra", "RunSQL", "callproc"}
SQL = re.compile(r"\b(select|insert into|update|delete from|lock table|truncate|alter|create|drop)\b", re.IGNORECASE)


def built(module: Module) -> Iterator[str]:
    """Calls whose statement is not a text of the source itself."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call) or not (node.args or node.keywords):
            continue
        name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
        if name not in CALLS or (name == "extra" and not isinstance(node.func, ast.Attribute)):
            continue
        statement = node.args[0] if node.args else node.keywords[0].value
        if not isinstance(statement, ast.Constant):
            yield f"{module.relative}:{node.lineno} {ast.unparse(statement)[:60]}"


def test_only_declared_places_build_a_statement_from_parts() -> None:
    found = {module.relative: list(built(module)) for module in modules()}
    assert [text for name, texts in found.items() if name not in REASONS for text in texts] == []
    assert [name for name in REASONS if not found.get(name)] == [], "builds none any more: strike it from the table"


@pytest.mark.parametrize("name", [name for name in REASONS if not name.startswith("tianfu/")])
def test_where_conditions_are_compiled_no_value_is_written_into_the_text(name: str) -> None:
    """The parts of such a statement are constants and names of this module; `%s` stays for the values."""
    (module,) = [module for module in modules() if module.relative == name]
    texts = [
        node for node in ast.walk(module.tree) if isinstance(node, ast.JoinedStr) and SQL.search(ast.unparse(node))
    ]
    values = [part for node in some(texts) for part in node.values if isinstance(part, ast.FormattedValue)]
    parts = [ast.unparse(part.value) for part in values]
    assert [part for part in parts if re.search(r"request|GET|POST|query|\bq\b|word|text", part)] == []


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("cursor.execute('select 1', [x])", 0),
        ("cursor.execute(f'select {x}')", 1),
        ("cursor.execute('select ' + x)", 1),
        ("cursor.execute('select %s' % x)", 1),
        ("cursor.execute('select {}'.format(x))", 1),
        ("Row.objects.raw(statement)", 1),
        ("rows.annotate(a=RawSQL(text, []))", 1),
        ("rows.extra(where=[x])", 1),
    ],
)
def test_the_walk_sees_what_it_must(source: str, seen: int) -> None:
    sample = type("Sample", (), {"relative": "sample.py", "tree": ast.parse(source)})()
    assert len(list(built(sample))) == seen

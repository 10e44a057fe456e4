"""One place turns a moment or day into words (`tianfu.text.moments`): any other would sooner or later print UTC."""

import ast
import re

from tests.architecture.source import ROOT, Module, modules

# file → why it spells a moment itself
REASONS: dict[str, str] = {
    "tianfu/text/moments.py": "this is the place",
    "tianfu/workflow/clock.py": "gives the present moment its zone; spells nothing",
    "tianfu/ledger/log/publication.py": "a log entry is canonical JSON for machines, in UTC (trust B)",
    "tianfu/ledger/models/audit_event.py": "the sealed form of an event, in UTC for ever (trust D)",
    "tianfu/ledger/models/audit_seal.py": "the sealed form of a seal, in UTC for ever (trust D)",
}
METHODS = {"strftime", "localtime", "astimezone", "ctime"}
CODES = re.compile(r"%[YmdHMSyjABabpI]")
FILTERS = re.compile(
    r"\|\s*(?:date|time|timesince|timeuntil|naturaltime|naturalday|localtime|utc|timezone)\b|\{%\s*now\b"
)


def spellings(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            found.append(f"{module.relative}:{node.lineno} .{node.attr}")
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            if CODES.search(ast.unparse(node.format_spec)):
                found.append(f"{module.relative}:{node.lineno} format of a moment")
    return found


def test_only_one_place_spells_a_moment():
    by_file = {module.relative: spellings(module) for module in modules()}
    assert [text for name, found in by_file.items() if name not in REASONS for text in found] == []
    assert [name for name in REASONS if not by_file.get(name)] == [], "spells none any more: strike it from the table"


# The time zone for the admin site's own date picker, not a moment for a reader.
PICKER = '{% now "Z" %}'


def test_templates_spell_moments_with_our_filters_only():
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt", ".xml") and FILTERS.search(path.read_text().replace(PICKER, "")):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


def test_a_date_is_called_the_latest_only_by_the_filter_that_knows_today():
    """最迟 before a date that has passed would be untrue; `{{ due|latest }}` says 期限…已过 then."""
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if re.search(r"最迟\s*(?:于\s*)?\{\{", path.read_text()):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []

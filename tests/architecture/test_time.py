"""Only the clock reads the time: else the demo clock, the deadlines and the stories would disagree (design 3)."""

import ast

from tests.architecture.source import Module, modules
from tests.timed import BELIEVED

READERS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("timezone", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
}
STAMPS = {"auto_now", "auto_now_add"}  # Django reads the machine's time for these

# They wait, and believe nothing afterwards; the clock's offset is set by tests/conftest.py; what a page cache knows is
# its own, and no test shares one.
ONLY_WAIT = {
    "tianfu/accounts/protection/equal_time.py",
    "tianfu/site/answers/page_cache.py",
    "tianfu/site/answers/reception.py",
    "tianfu/workflow/clock.py",
}

REASONS: dict[str, str] = {
    "tianfu/workflow/clock.py": "this is the clock",
    "tianfu/ledger/moment.py": "the clock's hook for the floors below it; the machine's time until it is installed",
    "tianfu/accounts/models/stamps.py": "joined/created stamps of accounts, below the clock",
}


def readings(module: Module) -> list[str]:
    found = []
    # localtime(value) converts; only localtime() reads.
    converting = {id(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call) and node.args}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            if node.attr.startswith("local") and id(node) in converting:
                continue
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if (owner, node.attr) in READERS:
                found.append(f"{module.relative}:{node.lineno} {owner}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module in {"time", "django.utils.timezone"}:
            taken = {alias.name for alias in node.names} & {"time", "time_ns", "now", "localdate", "localtime"}
            found += [f"{module.relative}:{node.lineno} import {name}" for name in sorted(taken)]
        elif isinstance(node, ast.keyword) and node.arg in STAMPS and getattr(node.value, "value", True):
            found.append(f"{module.relative}:{node.value.lineno} {node.arg}")
    return found


def test_only_the_clock_reads_the_time():
    by_file = {module.relative: readings(module) for module in modules()}
    assert [text for name, found in by_file.items() if name not in REASONS for text in found] == []
    assert [name for name in REASONS if not by_file.get(name)] == [], "reads no time any more: strike it from the table"


def test_every_test_begins_without_what_is_believed_for_some_seconds():
    looking = {module.relative for module in modules() if "monotonic" in module.text}
    assert looking == ONLY_WAIT | BELIEVED.keys()


def test_the_floors_below_the_clock_do_not_import_it():
    """They take the moment as an argument, or ask `tianfu.ledger.moment`."""
    below = {"tianfu.accounts", "tianfu.ledger", "tianfu.files", "tianfu.papers"}
    wrong = [
        module.relative
        for module in modules()
        if module.app in below and "workflow.clock" in module.text and _imports(module)
    ]
    assert wrong == []


def _imports(module: Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tianfu.workflow")
        for node in ast.walk(module.tree)
    )

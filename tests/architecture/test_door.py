"""Nothing but the door changes the state of an aggregate (design 3): no assignment, update or create with a state."""

import ast

from tests.architecture.source import Module, modules

WRITERS = {"update", "create", "acreate", "aupdate", "get_or_create", "update_or_create"}
# file → whose `state` it writes, and why that is not an aggregate's
REASONS: dict[str, str] = {
    "tianfu/workflow/upkeep/job_leases.py": "Job is a row of the queue, claimed under its own lock; it has no history to keep",
    "tianfu/inbox/mail/delivery.py": "OutgoingMail is a row of the outbox; its job holds the lock",
    "tianfu/inbox/mail/outbox.py": "OutgoingMail, stored as waiting or as shown",
}


def aggregates() -> set[str]:
    """Classes with a `state` that is an FSMField."""
    found = set()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and any(_is_fsm_state(line) for line in node.body):
                found.add(node.name)
    return found


def _is_fsm_state(line: ast.stmt) -> bool:
    if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Call):
        return False
    names = [target.id for target in line.targets if isinstance(target, ast.Name)]
    called = line.value.func
    return "state" in names and (getattr(called, "attr", "") or getattr(called, "id", "")).startswith("FSM")


def state_writes(module: Module, protected: set[str]) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            hit = any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
        elif isinstance(node, ast.Call):
            hit = _call_writes_state(node, protected)
        else:
            hit = False
        if hit:
            found.append(f"{module.relative}:{node.lineno}")
    return found


def _call_writes_state(call: ast.Call, protected: set[str]) -> bool:
    name = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
    keywords = {keyword.arg for keyword in call.keywords}
    if "state" in keywords and (name in WRITERS or name in protected):
        return True
    constants = [node.value for argument in call.args for node in ast.walk(argument) if isinstance(node, ast.Constant)]
    if name == "setattr" or name in {"bulk_update", "abulk_update"}:
        return "state" in constants
    defaults = [keyword.value for keyword in call.keywords if keyword.arg in {"defaults", "create_defaults"}]
    keys = [
        key.value
        for value in defaults
        if isinstance(value, ast.Dict)
        for key in value.keys
        if isinstance(key, ast.Constant)
    ]
    return "state" in keys


def test_only_the_door_changes_a_state():
    protected = aggregates()
    by_file = {module.relative: state_writes(module, protected) for module in modules()}
    assert [text for name, found in by_file.items() if name not in REASONS for text in found] == []
    assert [name for name in REASONS if not by_file.get(name)] == [], (
        "writes no state any more: strike it from the table"
    )


def test_the_walk_sees_what_it_must(tmp_path):
    """The test of the test: every way that was found to pass unseen."""
    path = tmp_path / "sample.py"
    ways = [
        "case.state = 'x'",
        "Case.objects.filter(pk=1).update(state='x')",
        "Case.objects.create(state='x')",
        "Case(state='x')",
        "setattr(case, 'state', 'x')",
        "Case.objects.bulk_update(cases, ['state'])",
        "Case.objects.update_or_create(pk=1, defaults={'state': 'x'})",
    ]
    for way in ways:
        node = ast.parse(way)
        sample = type("Sample", (), {"relative": "sample.py", "tree": node})()
        assert state_writes(sample, {"Case"}) == ["sample.py:1"], way
    harmless = "Case.objects.filter(state='x'); Q(state='x'); case.refresh_from_db(fields=['state'])"
    sample = type("Sample", (), {"relative": str(path), "tree": ast.parse(harmless)})()
    assert state_writes(sample, {"Case"}) == []

"""The house inside an app: subjects in their order, no circle, nouns. Its folders: test_folders.py."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from applications.cases.states import STAGES, ApplicationState
from tests.architecture.source import ROOT, Module, imports, modules

# Lower first; what stands beside them at the top of an app (urls, receivers, tasks, apps) is its wiring.
ORDER = {
    "applications": (
        "programmes", "enterprises", "cases", "programme_files", "form", "review", "papers", "guide", "portal",
    ),
    "certification": ("bodies", "certificates", "authorizations", "issuing", "changes", "duties", "register"),
    "supervision": ("directories", "draws", "inspections", "lists"),
}  # fmt: skip
# Apps without arrows up and without circles; the others have today's in the file beside this one, which only shrinks.
CLEAN = ("certification", "supervision")
LEFT = Path(__file__).with_name("arrows_up.txt")

# Words in -ing that name a thing, or say of what kind one is (signing key, working days).
NOUNS = {"filing", "wording", "standing", "meeting", "issuing"}
COMPOUNDS = {"signing_key", "working_days"}


def subject_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def level(name: str) -> int:
    order = ORDER[name.split(".")[0]]
    subject = subject_of(name)
    return order.index(subject) if subject in order else len(order)


def within(app: str) -> dict[str, set[str]]:
    """Each module of the app with the modules of the app it imports: at the top, in functions, for types."""
    names = {module.name for module in modules(app)}
    return {module.name: {f.target for f in imports(module) if f.target in names} for module in modules(app)}


def arrows_up(app: str) -> set[str]:
    return {
        f"{name} -> {target}"
        for name, targets in within(app).items()
        for target in targets
        if target != app and level(target) > level(name)
    }


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules each of which reaches every other one."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen: set[str] = set()
        ahead = list(graph[start])
        while ahead:
            name = ahead.pop()
            if name not in seen:
                seen.add(name)
                ahead.extend(graph.get(name, ()))
        reached[start] = seen
    groups = {
        tuple(sorted(other for other in reached[name] if name in reached.get(other, ())))
        for name in graph
        if name in reached[name]
    }
    return sorted(list(group) for group in groups)


def listed() -> set[str]:
    return set(LEFT.read_text(encoding="utf-8").split("\n")) - {""}


def test_no_subject_imports_a_higher_one():
    """What a lower subject needs from a higher one comes through a registry or a signal that the lower one owns."""
    found = set().union(*(arrows_up(app) for app in ORDER))
    assert sorted(found - listed()) == []


def test_the_list_of_arrows_up_only_shrinks():
    found = set().union(*(arrows_up(app) for app in ORDER))
    assert sorted(listed() - found) == [], "gone: take them off the list"
    assert [line for line in listed() if line.split(".")[0] in CLEAN] == []


@pytest.mark.parametrize("app", [*ORDER, "tianfu"])
def test_no_modules_go_in_a_circle(app: str):
    assert circles(within(app)) == []


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


def test_nobody_imports_the_collector_of_its_own_app():
    """`applications.models` collects for Django; inside the app each model is imported from its subject."""
    wrong = [
        f"{module.relative}:{found.line}"
        for app in ("applications", "certification")
        for module in modules(app)
        for found in imports(module)
        if found.target == f"{app}.models"
    ]
    assert wrong == []


def parts() -> Iterator[tuple[Module, str]]:
    for module in modules():
        for part in module.path.relative_to(ROOT).with_suffix("").parts:
            yield module, part


def test_modules_and_folders_are_named_by_nouns():
    gerunds = {
        module.relative
        for module, part in parts()
        for word in part.split("_")
        if word.endswith("ing") and word not in NOUNS and part not in COMPOUNDS
    }
    assert sorted(gerunds) == []


# What else is called as a stage is: a paper, the programme's text that it holds.
ALSO_CALLED = {
    "applications/programme_files/orders.py",
    "applications/programme_files/rules.py",
    "applications/cases/models/filing.py",
    "applications/papers/paper_kinds.py",
    "applications/papers/shapes.py",
    "applications/papers/letter_words.py",
}


def names_a_stage(module: Module) -> bool:
    """Names a stage's key as a literal or as a state, or imports from a stage's folder."""
    keys = {str(state) for state in STAGES}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and node.value in keys and module.relative not in ALSO_CALLED:
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in {"S", "ApplicationState"}:
            if str(getattr(ApplicationState, node.attr, "")) in keys:
                return True
    return any(found.target.startswith("applications.review.stages.") for found in imports(module))


def test_nobody_in_applications_names_a_stage_outside_its_folder():
    """The list of states and Django's collector of models apart; everything else asks the registry."""
    at_home = ("applications.review.stages.", "applications.cases.states", "applications.models")
    wrong = [
        module.relative
        for module in modules("applications")
        if not module.name.startswith(at_home) and names_a_stage(module)
    ]
    assert wrong == []


def test_a_stage_names_no_other_stage():
    """Nor imports from another's folder: a programme orders them as it likes."""
    wrong = []
    for module in modules("applications.review.stages".replace(".", "/")):
        own = module.name.split(".")[3] if module.name.count(".") > 2 else ""
        for found in imports(module):
            parts = found.target.split(".")
            if parts[:3] == ["applications", "review", "stages"] and len(parts) > 3 and parts[3] != own:
                wrong.append(f"{module.relative}:{found.line}")
    assert wrong == []

"""Imports point down only: between floors, and inside an app between its layers (design 2)."""

import ast

from tests.architecture.source import WIRING, Import, Module, by_name, functions, imports, modules

# importing module → (what it may reach above itself, why)
REASONS: dict[str, tuple[str, str]] = {
    "tianfu": ("tianfu.celery", "Celery's own rule: the app must exist when the package is imported"),
}


def target_of(found: Import) -> Module | None:
    name = found.target
    while name:
        if name in by_name():
            return by_name()[name]
        name = name.rpartition(".")[0]
    return None


def at(module: Module, found: Import) -> str:
    return f"{module.relative}:{found.line} imports {found.target}"


def test_a_floor_imports_itself_and_what_is_below():
    wrong = []
    for module in modules():
        for found in imports(module):
            target = target_of(found)
            listed = REASONS.get(module.name, ("", ""))[0] == found.target
            if target is not None and target.floor > module.floor and not listed:
                wrong.append(at(module, found))
    assert wrong == []


def test_no_app_knows_the_tests_or_the_deployment():
    wrong = [
        at(module, found)
        for module in modules()
        for found in imports(module)
        if found.target.split(".")[0] in {"tests", "deploy"}
    ]
    assert wrong == []


def test_only_surfaces_import_surfaces():
    """A rule that needs a page, a task or a receiver is upside down; wiring may import everything."""
    wrong = []
    for module in modules():
        if module.layer == "surface" or module.floor == WIRING:
            continue
        for found in imports(module):
            target = target_of(found)
            if target is not None and target.layer == "surface" and target.floor != WIRING:
                wrong.append(at(module, found))
    assert wrong == []


def test_models_import_no_subject_module():
    """Models may use leaves: modules of the app that themselves, however far one follows, touch no model of it."""
    wrong = []
    for module in modules():
        if module.layer != "models":
            continue
        for found in imports(module):
            target = target_of(found)
            if target is not None and target.app == module.app and target.layer == "subject" and reaches_models(target):
                wrong.append(at(module, found))
    assert wrong == []


def reaches_models(start: Module) -> bool:
    """Whether following the top-level imports inside the app leads to its models."""
    seen, ahead = set(), [start]
    while ahead:
        module = ahead.pop()
        if module.name in seen:
            continue
        seen.add(module.name)
        for found in imports(module):
            target = target_of(found)
            if target is None or target.app != start.app or found.inner or found.typing or target.name == start.app:
                continue
            if target.layer == "models":
                return True
            ahead.append(target)
    return False


def test_an_import_inside_a_function_says_why():
    wrong = []
    for module in modules():
        lines = module.text.splitlines()
        for function in functions(module):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom) and not explained(lines, node.lineno):
                    wrong.append(f"{module.relative}:{node.lineno}")
    assert sorted(set(wrong)) == []


def explained(lines: list[str], number: int) -> bool:
    """A comment on the import, or on or right above the group of imports it belongs to."""
    while "#" not in lines[number - 1]:
        if not lines[number - 1].strip().startswith(("from ", "import ")) and lines[number - 1].strip():
            return False
        number -= 1
    return True


def test_apps_use_the_admin_of_django_not_the_console_site():
    """`tianfu.console.site` is wired by default_site; an app that imports it could not be used without it."""
    wrong = [
        at(module, found)
        for module in modules()
        for found in imports(module)
        if module.floor != WIRING and found.target in {"tianfu.console.site", "tianfu.console.app"}
    ]
    assert wrong == []

"""Rooms that a newcomer can read with `ls`: few entries, each with its words at the door, rooms beside one another one way."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.source import ROOT, Module, by_name, imports, modules
from tests.architecture.test_subjects import circles
from tianfu.registry.table import TABLES

# Entries of a folder besides what stands everywhere under the same name: what Django looks for at the top of an app,
# and the tables that an app fills (docs/architecture.md).
MOST = 14
DJANGO = {"__init__.py", "apps.py", "migrations", "management", "templatetags", "checks.py", "receivers.py", "tasks.py"}
CROWDED = {
    "tianfu": "the floors, and the wiring that Django, Celery and the server look for at the top",
}


def entries(folder: Path) -> list[str]:
    """Without what stands everywhere, and without folders that a move has emptied of all but compiled files."""
    return sorted(path.name for path in folder.iterdir() if not everywhere(path.name) and not left_over(path))


def everywhere(name: str) -> bool:
    return name in DJANGO or name == "__pycache__" or any(name == t or name.endswith(f"_{t}") for t in TABLES)


def left_over(path: Path) -> bool:
    return path.is_dir() and not any(file.suffix != ".pyc" for file in path.rglob("*") if file.is_file())


def test_no_folder_is_crowded():
    folders = {module.path.parent for module in modules()}
    full = {str(folder.relative_to(ROOT)) for folder in folders if len(entries(folder)) > MOST}
    assert sorted(full - set(CROWDED)) == []
    assert sorted(set(CROWDED) - full) == [], "no longer crowded: take it off the list"


def test_what_stands_everywhere_is_not_counted():
    counted = entries(ROOT / "certification" / "changes" / "cancellations")
    assert "acts.py" in counted
    assert {"message_kinds.py", "policies.toml", "__init__.py"} & set(counted) == set()


def beside(folder: str) -> dict[str, set[str]]:
    """Each subfolder with the subfolders beside it that its modules import. Pages stand above all, models below."""
    found: dict[str, set[str]] = defaultdict(set)
    for module in modules():
        if module.layer != "surface" and module.name.startswith(f"{folder}."):
            own = child(module.name, folder)
            for target in {child(i.target, folder) for i in imports(module) if i.target.startswith(f"{folder}.")}:
                if is_room(folder, own) and is_room(folder, target) and target != own:
                    found[own].add(target)
    return found


def child(name: str, folder: str) -> str:
    return name[len(folder) + 1 :].split(".")[0]


def is_room(folder: str, name: str) -> bool:
    whole = by_name().get(f"{folder}.{name}")
    return whole is not None and whole.path.name == "__init__.py" and name != "models"


def rooms() -> list[str]:
    return sorted(module.name for module in modules() if module.path.name == "__init__.py")


def test_folders_beside_one_another_go_one_way():
    """Within a subject as between subjects: one folder stands on the other, never both on each other."""
    wrong = {folder: found for folder in rooms() if (found := circles(beside(folder)))}
    assert wrong == {}


def test_arrows_between_folders_are_seen():
    assert "frozen" in beside("supervision.draws")["plans"]
    assert beside("supervision.draws")["frozen"] == {"algorithm"}


def opening(module: Module) -> str:
    return ast.get_docstring(module.tree) or ""


def test_every_folder_says_at_its_door_what_lives_there():
    """About two lines: what lives there, and what it may import. Apps and what Django asks for as a package apart."""
    doors = [module for module in modules() if module.path.name == "__init__.py"]
    silent = [module.relative for module in doors if not opening(module) and not asked_for(module)]
    long = [module.relative for module in doors if len(opening(module).split("\n")) > 4]
    assert (silent, long) == ([], [])


def asked_for(module: Module) -> bool:
    parts = set(module.path.parts)
    return bool(parts & {"management", "templatetags"}) or (module.path.parent / "apps.py").exists()

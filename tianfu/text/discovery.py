"""Rooms that stand side by side and register themselves: found by their folder, so that a new one changes no list."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType


def load(package: str, module: str) -> None:
    """Import `module` of every folder in `package`; a folder without it is a mistake and raises ImportError."""
    for folder in iter_modules(import_module(package).__path__):
        if folder.ispkg:
            import_module(f"{package}.{folder.name}.{module}")


def found(package: str, name: str) -> list[ModuleType]:
    """Import every module called `name` anywhere below `package`, and return them in the order of their paths."""
    root = Path(next(iter(import_module(package).__path__)))
    paths = sorted(path.relative_to(root).with_suffix("") for path in root.rglob(f"{name}.py"))
    return [import_module(".".join((package, *path.parts))) for path in paths]

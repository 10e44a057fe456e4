"""Rooms that stand side by side and register themselves: found by their folder, so that a new one changes no list."""

from importlib import import_module
from pkgutil import iter_modules


def load(package: str, module: str) -> None:
    """Import `module` of every folder in `package`; a folder without it is a mistake and raises ImportError."""
    for folder in iter_modules(import_module(package).__path__):
        if folder.ispkg:
            import_module(f"{package}.{folder.name}.{module}")

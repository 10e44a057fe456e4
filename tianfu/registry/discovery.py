"""Finds what registers itself by where it stands, so that something new changes no list.

`load("applications")` in an app's `ready()` reads the files that fill the tables; `found` and `rooms` import modules.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tianfu.registry.table import TABLES, Table

BASE = Path(__file__).resolve().parents[2]
ROOTS = ("tianfu", "applications", "certification", "supervision")


def load(package: str, base: Path = BASE) -> None:
    """Every file of a known name under `package`, in the order of their paths. Reading one twice adds nothing."""
    for table, path in files(package, base):
        place = place_of(path, base)
        if place in table.places:
            continue
        if path.suffix == ".py":
            import_module(place)
        else:
            table.read(path)


def found(package: str, name: str) -> list[ModuleType]:
    """Import every module called `name` anywhere below `package`, and return them in the order of their paths."""
    root = BASE / package.replace(".", "/")
    return [import_module(place_of(path)) for path in sorted(root.rglob(f"{name}.py"))]


def rooms(package: str, name: str) -> list[ModuleType]:
    """Import the module called `name` of every folder in `package`; a folder without it raises ImportError."""
    folders = sorted(path.parent for path in (BASE / package.replace(".", "/")).glob("*/__init__.py"))
    return [import_module(f"{package}.{folder.name}.{name}") for folder in folders]


def files(package: str, base: Path = BASE) -> Iterator[tuple[Table[Any], Path]]:
    """The files under `package` that belong to a table."""
    for path in sorted((base / package.replace(".", "/")).rglob("*")):
        if path.suffix in (".py", ".toml"):
            for name, table in TABLES.items():
                if path.name == name or path.name.endswith(f"_{name}"):
                    yield table, path


def place_of(path: Path, base: Path = BASE) -> str:
    """ "applications.cases.message_kinds" for a module; the path for a file of data."""
    inside = path.relative_to(base)
    return ".".join(inside.with_suffix("").parts) if path.suffix == ".py" else inside.as_posix()


def forgotten(base: Path = BASE, roots: tuple[str, ...] = ROOTS) -> list[str]:
    """A sentence for each file of a known name of which no row has arrived."""
    return [
        f"{place_of(path, base)} 没有登记任何{table.what}：请在该应用的 ready() 中调用 load，并在文件中登记。"
        for root in roots
        for table, path in files(root, base)
        if place_of(path, base) not in table.places
    ]

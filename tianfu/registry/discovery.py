"""Finds the files that fill the tables: `load("applications")` in an app's `ready()` reads them all."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
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

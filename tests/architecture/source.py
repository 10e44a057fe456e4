"""The source tree as data: every module with its syntax tree, floor and layer."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# From the ground up (design 2). What is not named here is wiring: tianfu/*.py.
FLOORS = [
    "tianfu.queries",
    "tianfu.text",
    "tianfu.registry",
    "tianfu.accounts",
    "tianfu.ledger",
    "tianfu.files",
    "tianfu.open_data",
    "tianfu.papers",
    "tianfu.workflow",
    "tianfu.inbox",
    "applications",
    "certification",
    "supervision",
]
WIRING = len(FLOORS)
# Where an app meets the outside; everything else beside models/ is a subject module.
SURFACES = {
    "portal",
    "console",
    "public",
    "api",
    "management",
    "tasks",
    "receivers",
    "views",
    "urls",
    "middleware",
    "apps",
}


@dataclass(frozen=True)
class Module:
    path: Path
    name: str  # dotted

    @property
    def relative(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def text(self) -> str:
        return self.path.read_text()

    @property
    def tree(self) -> ast.Module:
        return _tree(self.path)

    @property
    def app(self) -> str:
        """The floor's name, "" for wiring."""
        return next((floor for floor in FLOORS if self.name == floor or self.name.startswith(floor + ".")), "")

    @property
    def floor(self) -> int:
        return FLOORS.index(self.app) if self.app else WIRING

    @property
    def layer(self) -> str:
        """ "surface", "models" or "subject"."""
        parts = self.name.removeprefix(self.app).lstrip(".").split(".")
        # The first part that names a layer decides: `applications.form.portal.forms`, `applications.enterprises.portal`.
        for part in [parts[0].split("_")[0], *parts]:
            if part == "models":
                return "models"
            if part in SURFACES:
                return "surface"
        return "subject"


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def _files(folder: str) -> Iterator[Path]:
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Every module of the platform (without migrations), or of the given folders."""
    found = []
    for folder in folders or ("tianfu", "applications", "certification", "supervision"):
        for path in _files(folder):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append(Module(path, ".".join(parts[:-1] if parts[-1] == "__init__" else parts)))
    return tuple(found)


@cache
def by_name() -> dict[str, Module]:
    return {module.name: module for module in modules()}


@dataclass(frozen=True)
class Import:
    line: int
    target: str  # the module imported, as far as it is one of ours
    inner: bool  # inside a function
    typing: bool  # under `if TYPE_CHECKING:`, so never run


@cache
def imports(module: Module) -> tuple[Import, ...]:
    """Every import of one of our own modules, wherever it stands."""
    inner = {
        id(node)
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    typing = {
        id(node)
        for block in ast.walk(module.tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module.relative}:{node.lineno}: write imports in full"
            names = [_module_or_name(node.module or "", alias.name) for alias in node.names]
        else:
            continue
        found += [Import(node.lineno, name, id(node) in inner, id(node) in typing) for name in names if _ours(name)]
    return tuple(found)


def _ours(name: str) -> bool:
    return name.split(".")[0] in {"tianfu", "applications", "certification", "supervision", "deploy", "tests"}


def _module_or_name(package: str, name: str) -> str:
    whole = f"{package}.{name}"
    return whole if whole in by_name() else package


@cache
def functions(module: Module) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
    return tuple(node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

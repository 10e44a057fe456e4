"""Which test calls which function of the platform: so that a changed rule is tried by the tests that come by.

`pytest -p tests.mutants.reached --reached=FILE` writes a line for each test: its name, and the functions, as
`path:qualified name`. With several processes each writes a file of its own (FILE.gw0 …).
"""

import ast
import builtins
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.places import ROOT
from tests.mutants.swapping import APPS, Living, differing

MARK = "__reached__"


class Marking(ast.NodeTransformer):
    """Every function says its number when it is called."""

    def __init__(self, path: str, names: list[str]) -> None:
        self.path, self.names, self.inside = path, names, [""]

    def _named(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, within: str) -> str:
        name = self.inside[-1] + node.name
        self.inside.append(name + within)
        self.generic_visit(node)
        self.inside.pop()
        return name

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._named(node, ".")
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.names.append(f"{self.path}:{self._named(node, '.<locals>.')}")
        said = ast.parse(f"{MARK}({len(self.names) - 1})").body
        at = 1 if ast.get_docstring(node, clean=False) is not None else 0
        node.body[at:at] = [ast.copy_location(one, node.body[0]) for one in said]
        return node


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)


class Recorder:
    def __init__(self, out: Path) -> None:
        self.out, self.names, self.seen = out, [], set[int]()

    def mark(self, living: Living) -> None:
        setattr(builtins, MARK, self.seen.add)
        for path in sources():
            text = path.read_text()
            tree = Marking(str(path.relative_to(ROOT)), self.names).visit(ast.parse(text))
            codes = [
                compile(one, str(path), "exec", dont_inherit=True) for one in (text, ast.fix_missing_locations(tree))
            ]
            living.swap(list(differing(codes[0], codes[1])))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.seen.clear()
        result = yield
        with self.out.open("a") as file:
            file.write("\t".join([item.nodeid, *sorted(self.names[number] for number in self.seen)]) + "\n")
        return result


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--reached", metavar="FILE", help="write which test calls which function of the platform")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    given = session.config.getoption("--reached")
    if not given:
        return
    worker = getattr(session.config, "workerinput", {}).get("workerid", "")
    recorder = Recorder(Path(f"{given}.{worker}" if worker else given))
    recorder.mark(Living())
    session.config.pluginmanager.register(recorder, "reached-recorder")

"""One subject, one file of at most 250 lines; a function of at most 40 (style 3.2). Longer only with a listed reason."""

import ast

from tests.architecture.source import ROOT, functions, modules

FILE, FUNCTION, CONFTEST = 250, 40, 150
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "misc", "selectors", "managers", "tools"}

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}


def source():
    return modules("tianfu", "applications", "certification", "supervision", "deploy", "bench")


def test_files_stay_short():
    long = {module.relative: len(module.text.splitlines()) for module in source()}
    long = {name: lines for name, lines in long.items() if lines > FILE}
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) - set(long) == set(), "no longer long: strike it from the table"


def test_functions_stay_short():
    long = {}
    for module in source():
        for function in functions(module):
            lines = length(function)
            if lines > FUNCTION:
                long[f"{module.relative}:{function.name}"] = lines
    assert {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) - set(long) == set(), "no longer long: strike it from the table"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from its name to its end, without the docstring: explaining is never too long."""
    docstring = function.body[0] if ast.get_docstring(function) else None
    explained = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - explained


def test_conftests_stay_short():
    lines = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in (ROOT / "tests").rglob("conftest.py")
    }
    assert {name: count for name, count in lines.items() if count > CONFTEST} == {}


def test_a_file_is_named_for_what_it_holds():
    assert [module.relative for module in source() if module.path.stem in FORBIDDEN_NAMES] == []

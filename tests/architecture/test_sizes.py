"""One subject, one file of at most 250 lines; a function of at most 40 (style 3.2). Longer only with a listed reason."""

import ast

from tests.architecture.source import ROOT, functions, modules

FILE, FUNCTION, CONFTEST = 250, 40, 150
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "misc", "selectors", "managers", "tools"}

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
# Of several subjects each, to be divided as they are worked on; none may join them.
LONG_TESTS = {
    "tests/accounts/grants/test_two_administrators.py",
    "tests/accounts/test_console.py",
    "tests/accounts/test_granting.py",
    "tests/accounts/test_passkeys.py",
    "tests/accounts/test_sessions.py",
    "tests/accounts/test_signing_in.py",
    "tests/accounts/test_step_up.py",
    "tests/applications/enterprises/test_products.py",
    "tests/applications/form/test_two_windows.py",
    "tests/applications/review/stages/consultation/test_acts.py",
    "tests/applications/review/test_silence.py",
    "tests/applications/review/test_work_list.py",
    "tests/applications/test_door.py",
    "tests/applications/test_objections.py",
    "tests/applications/test_refusals.py",
    "tests/certification/authorizations/test_sanctions.py",
    "tests/certification/bodies/test_separation_table.py",
    "tests/certification/bodies/test_sides.py",
    "tests/certification/bodies/test_terms.py",
    "tests/certification/changes/renewals/test_window.py",
    "tests/certification/changes/test_requests.py",
    "tests/certification/changes/test_successions.py",
    "tests/certification/duties/test_report_filing.py",
    "tests/certification/register/test_api.py",
    "tests/deploy/test_slow_clients.py",
    "tests/faults/test_every_parameter.py",
    "tests/inbox/test_delivery.py",
    "tests/inbox/test_sending.py",
    "tests/ledger/test_log.py",
    "tests/make.py",
    "tests/papers/make.py",
    "tests/public/test_page_cache.py",
    "tests/stories/driven_elsewhere.py",
    "tests/supervision/directories/test_plans.py",
    "tests/supervision/directories/test_roll.py",
    "tests/supervision/draws/test_corrections.py",
    "tests/supervision/draws/test_properties.py",
    "tests/supervision/inspections/test_corrections.py",
    "tests/supervision/inspections/test_door.py",
    "tests/supervision/inspections/test_pages.py",
    "tests/supervision/inspections/test_samples.py",
    "tests/supervision/inspections/test_sanctions.py",
    "tests/supervision/lists/test_leads.py",
    "tests/supervision/test_refusals.py",
    "tests/supervision/test_trail.py",
    "tests/ui/test_autosave.py",
    "tests/upgrades/test_upgrade.py",
    "tests/walks/world.py",
    "tests/workflow/test_console.py",
    "tests/workflow/test_policies.py",
}


def source():
    return modules("tianfu", "applications", "certification", "supervision", "deploy", "bench")


def test_files_stay_short():
    long = {module.relative: len(module.text.splitlines()) for module in source()}
    long = {name: lines for name, lines in long.items() if lines > FILE}
    assert {name: lines for name, lines in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) - set(long) == set(), "no longer long: strike it from the table"


def test_files_of_tests_stay_short():
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in (ROOT / "tests").rglob("*.py")}
    long = {name for name, count in lines.items() if count > FILE}
    assert sorted(long - LONG_TESTS) == [], "divide it along its subjects"
    assert sorted(LONG_TESTS - long) == [], "no longer long: strike it from the table"


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

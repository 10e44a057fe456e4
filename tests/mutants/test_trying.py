"""What `make mutants` puts into a running process, and what it draws by lot."""

import ast
import gc
import itertools
import os
import pickle
import subprocess
import threading
from pathlib import Path
from types import FunctionType

import pytest

from deploy.places import ROOT
from tests import make
from tests.mutants import outcomes, worlds
from tests.mutants.following import Nothing
from tests.mutants.forked import alone, load, worked
from tests.mutants.guesses import guesses
from tests.mutants.kept import mutants
from tests.mutants.reached import Marking
from tests.mutants.swapping import Living, pairs
from tests.mutants.together import function_of, likely, nearest

SOURCE = '''
LIMIT = 3

def few(number: int) -> bool:
    """Fewer than the limit."""
    return number < LIMIT

class Desk:
    size = 2

    def full(self, number: int) -> bool:
        return all(number > one for one in [self.size])

def all_few(numbers: list[int], most: int) -> list[int]:
    return [one for one in numbers if one < most]

def teller(name: str):
    said = []
    def tell(word: str) -> str:
        said.append(word)
        return f"{name}: {word}"
    return tell
'''
PATH = ROOT / "tianfu" / "made_up.py"


@pytest.fixture
def made() -> dict[str, object]:
    space: dict[str, object] = {}
    exec(compile(SOURCE, str(PATH), "exec"), space)
    yield space
    gc.freeze()


def test_a_changed_function_does_another_thing_at_once(made: dict[str, object]) -> None:
    few = made["few"]
    assert isinstance(few, FunctionType)
    assert few(3) is False
    changed = pairs(PATH, SOURCE, SOURCE.replace("number < LIMIT", "number <= LIMIT"))
    living = Living()
    assert (living.has(changed or []), living.swap(changed or [])) == (True, 1)
    assert few(3) is True


def test_a_changed_part_of_a_method_is_found_where_it_is_written(made: dict[str, object]) -> None:
    desk = made["Desk"]()  # type: ignore[operator]
    assert (desk.full(2), desk.full(3)) == (False, True)
    Living().swap(pairs(PATH, SOURCE, SOURCE.replace("number > one", "number >= one")) or [])
    assert desk.full(2) is True


def test_a_comprehension_may_lose_or_gain_what_it_takes_from_outside(made: dict[str, object]) -> None:
    for old, new in ((" if one < most]", "]"), ("[one for one in numbers if one < most]", "list(numbers)")):
        assert len(pairs(PATH, SOURCE, SOURCE.replace(old, new)) or []) == 1
    Living().swap(pairs(PATH, SOURCE, SOURCE.replace(" if one < most]", "]")) or [])
    assert made["all_few"]([1, 2], 2) == [1, 2]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("old", "new"), [("said.append(word)", "pass"), ("    def tell", "    def other(): ...\n    def tell")]
)
def test_a_function_that_lives_on_keeps_what_it_took_from_outside(old: str, new: str) -> None:
    assert pairs(PATH, SOURCE, SOURCE.replace(old, new)) is None


def test_what_is_not_loaded_is_known_to_be_absent_and_loaded_before(made: dict[str, object]) -> None:
    moved = SOURCE.replace("def few", "def not_loaded")
    changed = pairs(PATH, moved, moved.replace("number < LIMIT", "number <= LIMIT")) or []
    assert (len(changed), Living().has(changed)) == (1, False)
    load({"tests/mutants/guesses.py", "tests/mutants/__init__.py", "pyproject.toml"})
    with pytest.raises(ModuleNotFoundError):
        load({"tianfu/nothing_of_this_name.py"})


@pytest.mark.parametrize(("old", "new"), [("LIMIT = 3", "LIMIT = 4"), ("size = 2", "size = 1")])
def test_what_is_outside_a_function_cannot_be_swapped(old: str, new: str) -> None:
    assert pairs(PATH, SOURCE, SOURCE.replace(old, new)) is None


def test_only_lines_moved_is_no_change() -> None:
    assert pairs(PATH, SOURCE, f"\n\n{SOURCE}") == []


def test_the_function_of_a_kept_change_is_known_and_is_none_for_a_template() -> None:
    found = {one.name: function_of(one.file, one.old, one.new) for one in mutants() if one.owner == "changes"}
    assert found["a renewal is handed in a day before its window opens"] == "_window_problems"
    assert [
        one.name for one in mutants() if not one.file.endswith(".py") and function_of(one.file, one.old, one.new)
    ] == []


def test_each_function_says_its_number_after_its_documentation() -> None:
    names: list[str] = []
    tree = ast.fix_missing_locations(Marking("tianfu/made_up.py", names).visit(ast.parse(SOURCE)))
    said: list[int] = []
    space: dict[str, object] = {"__reached__": said.append}
    exec(compile(tree, "made up", "exec"), space)
    assert space["Desk"]().full(3) is True  # type: ignore[operator]
    assert space["few"](2) is True  # type: ignore[operator]
    assert [names[number] for number in said] == ["tianfu/made_up.py:Desk.full", "tianfu/made_up.py:few"]
    assert space["few"].__doc__ == "Fewer than the limit."


def test_changes_drawn_by_lot_fit_once_are_python_and_come_again_by_their_seed() -> None:
    drawn = guesses(7, 40, "certification/duties")
    assert drawn == guesses(7, 40, "certification/duties")
    assert len({(one.file, one.function) for one in drawn}) == 40
    for one in drawn:
        text = (ROOT / one.file).read_text()
        assert text.count(one.old) == 1
        assert ast.unparse(ast.parse(text.replace(one.old, one.new))) != ast.unparse(ast.parse(text))


def test_tests_lie_where_the_file_does_or_above() -> None:
    assert nearest("certification/duties/usages/rules.py") == ["tests/certification/duties/usages/"]
    assert nearest("nowhere/at/all.py") == ["tests/"]
    assert nearest("tianfu/workflow/signatures/basis.py") == ["tests/workflow/"]
    assert nearest("tianfu/site/pages/health.py") == ["tests/ui/"]


def test_without_a_record_those_come_first_who_name_the_function_or_its_module() -> None:
    found = likely("tianfu/workflow/once.py", "once")
    assert (found[0], found[-1]) == ("tests/workflow/test_once.py", "tests/workflow/")
    assert [name for name in found if name.startswith("tests/architecture")] == []


def test_an_outcome_is_written_at_once_and_the_last_one_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "LINES", tmp_path / "mutants" / "outcomes")
    assert outcomes.noted() == {}
    outcomes.note("ledger", "a seal starts late", outcomes.SURVIVED)
    outcomes.note("ledger", "a seal starts late", outcomes.KILLED, "tests/ledger/test_sealing.py::test_it")
    assert outcomes.noted() == {("ledger", "a seal starts late"): outcomes.KILLED}


def test_the_work_of_a_process_counts_what_it_started_and_ended() -> None:
    before = worked(os.getpid())
    subprocess.run(["sh", "-c", "i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done"], check=True)
    assert worked(os.getpid()) > before
    assert worked(2**22 + 1) == 0


def test_after_the_last_test_nothing_but_the_session_stays() -> None:
    session = object()
    assert Nothing(session).listchain() == [session]  # type: ignore[arg-type]


def test_a_process_with_threads_is_not_forked() -> None:
    over = threading.Event()
    waiting = threading.Thread(target=over.wait, name="typesetter")
    waiting.start()
    try:
        with pytest.raises(pytest.UsageError, match="分叉前已有其他线程"):
            alone()
    finally:
        over.set()
        waiting.join()


def test_factories_numbers_go_over_with_their_worlds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = next(make._count)
    stand = dict(worlds.counts())
    assert stand["tests.make", "_count"] is make._count
    out = tmp_path / "worlds"
    out.write_bytes(pickle.dumps(({}, {("tests.make", "_count"): itertools.count(before + 50)})))
    monkeypatch.setattr(make, "_count", make._count)  # set back afterwards
    worlds.take(out)
    assert (next(make._count), out.exists()) == (before + 50, False)

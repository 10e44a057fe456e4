"""The suite is spread over processes in groups: what shares a fixture of its file, or the running stack, stays together."""

from pathlib import Path

from deploy import testing
from tests import order

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_and_the_folder_of_the_browser_are_one_group() -> None:
    assert [order.group_of(name) for name in (
        "tests/walks/test_walk.py::test_a[x::y]", "tests/walks/test_walk.py::test_b",
        "tests/browser/test_draws.py::test_c[chromium]", "tests/browser/test_stack.py::test_d",
    )] == ["tests/walks/test_walk.py"] * 2 + ["tests/browser"] * 2  # fmt: skip


def test_every_group_named_by_its_time_exists() -> None:
    assert [name for name in order.SECONDS if not (ROOT / name).exists()] == []


def test_one_process_more_than_cores_where_memory_holds_them() -> None:
    gib = 2**30
    assert [testing.processes(cores, memory) for cores, memory in (
        (1, 16 * gib), (2, 16 * gib), (2, 5 * gib), (2, 3 * gib), (2, gib), (4, 16 * gib), (16, 64 * gib),
    )] == [2, 3, 2, 1, 1, 5, 5]  # fmt: skip


def test_the_whole_suite_is_spread_and_a_part_is_not() -> None:
    assert testing.arguments(["tests/ledger", "-k", "seal"]) == ["tests/ledger", "-k", "seal"]
    assert testing.arguments(["--order=random", "--seed=7"])[:1] == ["-n"]
    assert testing.arguments(["--order=random", "--seed=7"])[-2:] == ["--order=random", "--seed=7"]

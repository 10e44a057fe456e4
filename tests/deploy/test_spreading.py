"""The suite is spread over processes in groups: what shares a fixture of its file, or the running stack, stays together."""

from pathlib import Path

from tests import order

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_and_the_folder_of_the_browser_are_one_group() -> None:
    assert [order.group_of(name) for name in (
        "tests/walks/test_walk.py::test_a[x::y]", "tests/walks/test_walk.py::test_b",
        "tests/browser/test_draws.py::test_c[chromium]", "tests/browser/test_stack.py::test_d",
    )] == ["tests/walks/test_walk.py"] * 2 + ["tests/browser"] * 2  # fmt: skip


def test_every_group_named_by_its_time_exists() -> None:
    assert [name for name in order.SECONDS if not (ROOT / name).exists()] == []

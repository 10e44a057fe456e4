"""What apps add to the floors below them: a row that is forgotten or added twice is said at the start."""

from pathlib import Path

import pytest
from django.core import checks

from tianfu.registry import discovery
from tianfu.registry.checks import tables_are_whole
from tianfu.registry.literals import given
from tianfu.registry.table import TABLES, Table


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Table[str]:
    """A table of data files named `words.toml`, known for the length of a test."""
    monkeypatch.setitem(TABLES, "words.toml", Table("词语"))

    def read(path: Path) -> None:
        for line in path.read_text().splitlines():
            TABLES["words.toml"].add(line, line, path.name)

    monkeypatch.setattr(TABLES["words.toml"], "read", read)
    return TABLES["words.toml"]


def test_every_table_of_the_platform_is_whole_and_checked_at_the_start() -> None:
    assert tables_are_whole() == []
    assert tables_are_whole in checks.registry.registry.get_checks()


def test_a_row_added_twice_stops_the_start_and_the_first_one_stays(table: Table[str]) -> None:
    table.add("hello", "您好", "applications.cases.words")
    table.add("hello", "再见", "supervision.lists.words")
    table.add("hello", "您好", "applications.cases.words")
    assert dict(table) == {"hello": "您好"}
    found = [error.msg for error in tables_are_whole() if error.id == "registry.E001"]
    assert found == [
        "词语“hello”登记了两次（applications.cases.words 和 supervision.lists.words），请只留一处。",
        "词语“hello”登记了两次（applications.cases.words 和 applications.cases.words），请只留一处。",
    ]


def test_a_file_of_rows_that_no_app_reads_stops_the_start(table: Table[str], tmp_path: Path) -> None:
    folder = tmp_path / "applications" / "cases"
    folder.mkdir(parents=True)
    (folder / "words.toml").write_text("a")
    (folder / "more_words.toml").write_text("b")
    (folder / "swords.toml").write_text("c")
    said = discovery.forgotten(tmp_path, ("applications",))
    assert said == [
        "applications/cases/more_words.toml 没有登记任何词语：请在该应用的 ready() 中调用 load，并在文件中登记。",
        "applications/cases/words.toml 没有登记任何词语：请在该应用的 ready() 中调用 load，并在文件中登记。",
    ]


def test_an_app_reads_all_its_files_and_each_of_them_once(table: Table[str], tmp_path: Path, monkeypatch) -> None:
    folder = tmp_path / "applications"
    folder.mkdir()
    (folder / "words.toml").write_text("a\nb")
    monkeypatch.setattr(table, "read", lambda path: [table.add(x, x, discovery.place_of(path, tmp_path)) for x in "ab"])
    discovery.load("applications", tmp_path)
    discovery.load("applications", tmp_path)
    assert list(table) == ["a", "b"]
    assert table.doubles == []
    assert discovery.forgotten(tmp_path, ("applications",)) == []


def test_two_tables_cannot_share_a_file(table: Table[str]) -> None:
    with pytest.raises(ValueError, match=r"words\.toml"):
        Table("别的", "words.toml")


def test_texts_given_to_a_function_are_found_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "acts.py").write_text(
        'notify("one_key", once="not_this")\n'
        'box.notify(who, "two_key" if yes else "three_key")\n'
        'notify(["four_key", "Not a key"], name)\n'
        'unnotify("five_key")\n'
        '_KEYS: dict[str, str] = {"a_b": "six_key"}\n'
        "notify(_KEYS[act])\n"
        'notify(who, key="seven_key")\n'
    )
    found = [(one.place, one.text) for one in given("notify", "[a-z]+_[a-z]+", tmp_path, "key")]
    assert found == [
        ("supervision/acts.py:1", "one_key"),
        ("supervision/acts.py:2", "two_key"),
        ("supervision/acts.py:2", "three_key"),
        ("supervision/acts.py:3", "four_key"),
        ("supervision/acts.py:6", "six_key"),
        ("supervision/acts.py:7", "seven_key"),
    ]


def test_modules_of_one_name_are_found_in_the_order_of_their_paths_wherever_they_stand() -> None:
    names = [module.__name__ for module in discovery.found("applications.review.stages", "urls")]
    assert names == sorted(names)
    assert {"applications.review.stages.agreement.urls", "applications.review.stages.public_notice.urls"} <= set(names)


def test_a_room_without_its_module_stops_the_start() -> None:
    assert len(discovery.rooms("applications.review.stages", "stage")) > 5
    with pytest.raises(ImportError):
        discovery.rooms("applications.review.stages", "tasks")


def test_the_page_of_the_house_names_every_table() -> None:
    page = (discovery.BASE / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [name for name in TABLES if f"`{name}`" not in page] == []

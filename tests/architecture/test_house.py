"""docs/architecture.md speaks of the house as it stands: every path and every name in it exists, its order holds."""

import re

from tests.architecture.source import ROOT
from tests.architecture.test_folders import beside

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
TOPS = ("applications/", "certification/", "supervision/", "tianfu/", "templates/", "tests/", "docs/")


def named() -> set[str]:
    """Whatever stands in backticks and begins with a folder of the house: a path, or `path: name`."""
    plain = re.sub(r"```.*?```", "", PAGE, flags=re.S)
    return {words for words in re.findall(r"`([^`]+)`", plain) if words.startswith(TOPS) and "<" not in words}


def missing(words: str) -> str:
    path, _, name = words.partition(": ")
    there = ROOT / path
    if "*" in path:
        return "" if list(ROOT.glob(path)) else words
    if not there.exists():
        return words
    return "" if not name or re.search(rf"^(class |def |    def )?{name}\b", there.read_text(), re.M) else words


def test_every_path_and_name_of_the_page_exists():
    assert len(named()) > 30
    assert sorted(filter(None, map(missing, named()))) == []


def test_a_path_that_is_gone_is_noticed():
    assert missing("applications/reviewing.py") == "applications/reviewing.py"
    assert missing("tianfu/workflow/door.py: enter") == "tianfu/workflow/door.py: enter"


def lines() -> dict[str, list[list[str]]]:
    """The drawing of divided subjects: folder → its ranks, lower first."""
    drawing = PAGE.split("lower first; pages stand above all of them, models below:\n\n```\n")[1].split("```")[0]
    rows = [line.split(maxsplit=1) for line in drawing.strip().splitlines()]
    return {folder: [rank.split(", ") for rank in order.split(" < ")] for folder, order in rows}


def test_the_drawn_order_of_folders_holds():
    assert len(lines()) > 8
    wrong = []
    for folder, ranks in lines().items():
        level = {name.strip(): number for number, rank in enumerate(ranks) for name in rank}
        wrong += [f"{folder}/{name} is no folder" for name in level if not (ROOT / folder / name).is_dir()]
        for name, targets in beside(folder.replace("/", ".")).items():
            wrong += [f"{folder}: {name} -> {t}" for t in targets if level.get(name, 99) <= level.get(t, -1)]
    assert wrong == []

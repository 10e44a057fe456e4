"""What a screen reader finds in a paper: its language, its title as a heading, words for its pictures."""

import io

import pikepdf
import pytest

from tests.papers import make
from tianfu.papers.renderer import render
from tianfu.papers.shapes import Sheet

pytestmark = pytest.mark.django_db


def elements(node: object) -> list[pikepdf.Dictionary]:
    """The structure's elements in the order of reading."""
    found: list[pikepdf.Dictionary] = []
    for part in node if isinstance(node, pikepdf.Array) else [node]:
        if isinstance(part, pikepdf.Dictionary):
            found += [part] if "/S" in part else []
            found += elements(part["/K"]) if "/K" in part else []
    return found


@pytest.mark.parametrize("paper", make.all_papers(), ids=lambda paper: paper.template)
def test_every_paper_is_tagged_with_its_language_and_begins_with_a_heading(paper: Sheet) -> None:
    with pikepdf.open(io.BytesIO(render(paper.template, paper).pdf)) as document:
        assert str(document.Root["/Lang"]) == "zh-CN"
        assert bool(document.Root["/MarkInfo"]["/Marked"]) is True
        tags = elements(document.Root["/StructTreeRoot"]["/K"])
        names = [str(one["/S"]) for one in tags]
        assert names.count("/H1") >= 1
        silent = [one for one in tags if str(one["/S"]) == "/Figure" and not str(one.get("/Alt", ""))]
        assert silent == []
        first = names.index("/H1")
        assert {"/Table", "/TR", "/H2"} & set(names[:first]) == set()

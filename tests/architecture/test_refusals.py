"""Every sentence by which the platform refuses is looked for by a test."""

import ast

import pytest

from tests.architecture import refusals
from tests.architecture.refusals import Sentence, is_seen, sentences


def test_every_sentence_of_refusal_is_seen_by_a_test() -> None:
    """Seen: a text of a test outside this folder is a piece of it of at least four characters, or holds all of it."""
    assert len(sentences()) > 650, "the source is read"
    unseen = sorted(str(one).replace("\n", " ") for one in sentences() if not is_seen(one))
    assert unseen == [], "write the test that sees it"


@pytest.mark.parametrize(
    "source",
    [
        'raise NotPossible(["请选择结论。"])',
        'problems.append(f"还有 {n} 项，请办理。")',
        'problems = [] if x else ["请选择结论。"]',
        'errors["name"] = ["请选择结论。"]',
        'self.add_error("name", "请选择结论。")',
        'CharField(error_messages={"required": "请选择结论。"})',
        'def f_problems(x):\n    return ["请选择结论。"]',
    ],
)
def test_the_reading_finds_a_refusal_in_each_of_its_forms(source) -> None:
    tree = ast.parse(source)
    parts = [refusals._parts(node) for root in refusals._refusing(tree) for node in refusals._within(root)]
    assert any(refusals._is_sentence(found) for found in parts)


def test_a_sentence_nobody_looks_for_is_unseen() -> None:
    assert not is_seen(Sentence("x.py", 1, ("窗外下着鹅毛大雪不宜出门。",)))
    assert is_seen(Sentence("x.py", 1, ("请选择事由类别。",)))


def test_a_sentence_is_seen_whole_whatever_a_test_fills_in() -> None:
    assert is_seen(Sentence("x.py", 1, ("“", "”里有“", "”。", "，如 18600.5。")))
    assert not is_seen(Sentence("x.py", 1, ("“", "”里有“", "”。", "，如 18700.5。")))

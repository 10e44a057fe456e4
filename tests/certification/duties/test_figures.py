"""What a report's figures may leave out, and where they must be explained."""

from certification.duties.reports.models.figures import gaps, leaps

NOTHING_SOLD = {
    **dict.fromkeys(("revenue", "output", "complaints", "complaints_settled", "tests", "tests_passed"), 0),
    "output_unit": "吨",
    "mark_use": "包装",
    "improvements": "无",
    "summary": "停产一年。",
}


def test_nought_is_a_figure_and_an_empty_field_a_gap() -> None:
    assert gaps(NOTHING_SOLD) == {}
    assert gaps({**NOTHING_SOLD, "complaints": None, "summary": ""}).keys() == {"complaints", "summary"}


def test_ten_times_more_or_less_wants_an_explanation_and_a_little_less_than_that_none() -> None:
    last = {"revenue": 100, "output": 100}

    def asked(**now: int) -> bool:
        return bool(leaps({"revenue": 100, "output": 100, **now}, last, 10))

    assert [asked(revenue=figure) for figure in (9, 10, 11, 999, 1000)] == [True, True, False, False, True]
    assert [asked(output=figure) for figure in (9, 10, 11, 999, 1000)] == [True, True, False, False, True]

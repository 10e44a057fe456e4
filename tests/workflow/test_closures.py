"""休市日期: typed by people, kept as days, refused in words when they cannot be true."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tianfu.workflow.policies.units import Unit, check_value, read_value, write_value

TYPED = "2026-02-14 至 2026-02-23，2026-10-01 至 2026-10-04；已知至 2027-01-31"
VALUE = {"closed": [["2026-02-14", "2026-02-23"], ["2026-10-01", "2026-10-04"]], "until": "2027-01-31"}


@pytest.mark.parametrize(
    "text",
    [
        TYPED,
        "2026-02-14至2026-02-23,2026-10-01到2026-10-04;截至2027-01-31",
        "２０２６年２月１４日～２０２６年２月２３日、2026/10/1 — 2026.10.4\n，至 2027年1月31日",
    ],
)
def test_the_ways_people_write_them_are_the_same_days(text: str) -> None:
    assert read_value(Unit.CLOSURES, text) == VALUE


def test_it_is_read_aloud_as_it_may_be_typed_again() -> None:
    assert write_value(Unit.CLOSURES, VALUE) == TYPED


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-02-14 至 2026-02-23", "请写明每段休市的起止日期和已知的最后一天"),
        ("已知至 2027-01-31", "请写明每段休市的起止日期"),
        (f"{TYPED}，已知至 2027-02-01", "请写明每段休市的起止日期"),
        ("2026-02-30 至 2026-03-01；已知至 2026-12-31", "没有 2026-02-30 这一天。"),
        ("春节；已知至 2026-12-31", "“春节”不是休市日期。"),
        ("2026-02-23 至 2026-02-14；已知至 2026-12-31", "应从早到晚、互不重叠"),
        ("2026-02-14 至 2026-02-23，2026-02-23 至 2026-02-24；已知至 2026-12-31", "应从早到晚、互不重叠"),
        ("2026-10-01 至 2026-10-04，2026-02-14 至 2026-02-23；已知至 2026-12-31", "应从早到晚、互不重叠"),
        ("2026-02-14 至 2026-02-23；已知至 2026-02-20", "不能早于最后一段休市的末日"),
        ("2026-02-14 至 2026-02-23；已知至 2027-12-31", "2027 年没有休市日期"),
        ("2026-02-14 至 2026-02-23，2028-01-25 至 2028-02-03；已知至 2028-12-31", "2027 年没有休市日期"),
    ],
)
def test_what_cannot_be_true_is_said(text: str, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        read_value(Unit.CLOSURES, text)


@pytest.mark.parametrize(
    "value", [None, [], {}, {"closed": [], "until": "2027-01-31"}, VALUE | {"more": 1}, VALUE | {"until": 5},
              VALUE | {"closed": [["2026-02-14"]]}, VALUE | {"closed": "2026"}],
)  # fmt: skip
def test_nothing_else_is_a_value(value: Any) -> None:
    with pytest.raises(ValidationError, match="请写明每段休市"):
        check_value(Unit.CLOSURES, value)

"""The one reader: what cannot be read is as good as not given, and never an error of the server."""

from datetime import date
from uuid import UUID

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.test import RequestFactory

from tianfu.text import parameters

WRONG = [
    "",
    "²",
    "１",
    "٣",
    "Ⅷ",
    "-1",
    "+1",
    "1.0",
    "1e9",
    " 1",
    "1 ",
    "1_0",
    "0x1",
    "9" * 19,
    "9" * 5000,
    str(2**63),
    "a",
]


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("007", 7), ("12", 12), (str(2**63 - 1), 2**63 - 1)])
def test_a_number_is_plain_digits_that_fit_a_column(text, value):
    assert parameters.number(text) == value


@pytest.mark.parametrize("text", WRONG)
def test_everything_else_is_no_number_no_page_no_revision_and_no_row(text):
    data = QueryDict(mutable=True)
    data["n"] = text
    assert parameters.whole(data, "n") is None
    assert (parameters.page(data, "n"), parameters.revision(data, "n")) == (1, parameters.NEVER)
    with pytest.raises(Http404):
        parameters.key(text)


def test_a_number_outside_its_range_is_none():
    data = QueryDict(f"a=0&b=10&c={2**31}")
    assert parameters.whole(data, "a", least=1) is None
    assert parameters.whole(data, "b", most=9) is None
    assert parameters.revision(data, "c") == parameters.NEVER
    assert parameters.whole(data, "missing") is None


def test_repeated_keys_are_read_once_each_without_what_is_none():
    assert parameters.keys(QueryDict("k=3&k=x&k=3&k=²&k=1"), "k") == [3, 1]


def test_a_word_is_one_cleaned_line_and_a_passage_keeps_its_lines():
    data = QueryDict(mutable=True)
    data["t"] = "  甲\u200b 乙\r\n丙\t "
    assert parameters.word(data, "t") == "甲 乙 丙"
    assert parameters.word(data, "t", 2) == "甲"
    assert parameters.passage(data, "t") == "甲 乙\n丙"


def test_what_somebody_wrote_is_never_cut_but_refused_in_words():
    data = QueryDict(mutable=True)
    data["t"] = "长" * 11
    for read in (parameters.passage, parameters.typed, parameters.every):
        with pytest.raises(BadRequest, match="填写的文字过长：最多 10 字，您填了 11 字。请返回上一页缩短后重新提交。"):
            read(data, "t", 10)


def test_choices_switches_days_and_unique_numbers():
    data = QueryDict("state=open&all=1&tick=on&no=2&day=2026-12-04&bad=0000-00-00&worse=9999-99-99")
    assert parameters.choice(data, "state", {"open"}) == "open"
    assert parameters.choice(data, "all", {"open"}, "shut") == "shut"
    assert [parameters.on(data, name) for name in ("all", "tick", "no", "missing")] == [True, True, False, False]
    assert [parameters.day(data, name) for name in ("day", "bad", "worse", "all")] == [
        date(2026, 12, 4),
        None,
        None,
        None,
    ]
    text = "0b54a3c2-0d9f-4a3e-9a0b-0c1d2e3f4a5b"
    assert parameters.unique(text) == UUID(text)
    assert [parameters.unique(bad) for bad in ("", "x" * 36, "{" + text + "}", "9" * 5000)] == [None] * 4


def test_headers_and_cookies_longer_than_any_of_ours_are_not_there():
    request = RequestFactory().get("/", headers={"accept": "text/html", "referer": "x" * 5000})
    request.COOKIES["c"] = "y" * 5000
    assert parameters.header(request, "Accept") == "text/html"
    assert (parameters.header(request, "Referer"), parameters.cookie(request, "c")) == ("", "")

from datetime import date
from decimal import Decimal

import pytest

from tianfu.ledger.canonical import NotCanonical, canonical, sha256_hex


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": 1, "a": [True, None, "x"], "": {}}) == b'{"":{},"a":[true,null,"x"],"b":1}'


def test_chinese_stays_readable_utf8() -> None:
    assert canonical({"品牌": "天府名品"}) == '{"品牌":"天府名品"}'.encode()


def test_keys_sort_by_utf16_units_as_rfc_8785_demands() -> None:
    # The example of RFC 8785 3.2.3.
    given = {"\u20ac": "e", "\r": "c", "\ufb33": "d", "1": "o", "\U0001f600": "s", "\u0080": "x", "\u00f6": "l"}
    keys = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]
    text = canonical(given).decode()
    assert [text.index(key if key != "\r" else "\\r") for key in keys] == sorted(
        text.index(key if key != "\r" else "\\r") for key in keys
    )


def test_control_characters_are_escaped_as_in_json_stringify() -> None:
    assert canonical('\b\t\n\f\r"\\\x1f\x7f/') == b'"\\b\\t\\n\\f\\r\\"\\\\\\u001f\x7f/"'


@pytest.mark.parametrize(
    "value",
    [
        1.0,
        {"a": float("nan")},
        Decimal("1.5"),
        date(2026, 1, 1),
        b"x",
        {1: "a"},
        10**15,
        -(10**15),
        {"a": {"b": {1, 2}}},
    ],
)
def test_what_has_no_single_spelling_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_text_that_no_database_can_keep_is_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        canonical({"a": [text]})


def test_the_refusal_names_the_place() -> None:
    with pytest.raises(NotCanonical, match=r"\$\.a\[1\]\.b"):
        canonical({"a": [1, {"b": 0.5}]})


def test_sha256_is_lower_case_hexadecimal() -> None:
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

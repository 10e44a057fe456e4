"""One key for every look-up; the database computes the same."""

import unicodedata

import pytest
from django.db import connection

from tianfu.text.search_key import search_key, search_terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E-100（A 型）", "e100(a型)"),
        ("Ｅ－１００［A型］", "E 100【A型】"),
        ("GB/T 1234—2020", "gb／t1234-2020"),
        ("GB/T 1234–2020", "GB T 1234‐2020"),
        ("阿依古丽·买买提", "阿依古丽•买买提"),
        ("阿依古丽・买买提", "阿依古丽‧买买提"),
        ("“川南”泡菜", "川南泡菜"),
        ("TFMP-C-510100-2026-00001-K", "tfmpc510100202600001k"),
        ("TFMP-C-510100-2026-00001-K，", "ＴＦＭＰ－Ｃ－５１０１００－２０２６－００００１－Ｋ。"),
        ("91510100 TFMP 0101 X4", "91510100tfmp0101x4"),
        ("样例（四川）有限公司", "样例﹙四川﹚有限公司"),
        ("川\u200b南\u00a0泡\u3000菜", "川南泡菜"),
        ("〔2026〕12号", "[2026]12号"),
    ],
)
def test_what_is_written_differently_and_means_alike_has_one_key(one, other):
    assert search_key(one) == search_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("1.5L", "15L"), ("GB 1", "GB 12"), ("A+", "A"), ("100%", "100"), ("一品", "品")]
)
def test_what_means_something_else_has_another_key(one, other):
    assert search_key(one) != search_key(other)


def test_a_question_is_cut_into_the_keys_of_its_words():
    assert search_terms(" 绵阳\u3000激光电视机 —— 绵阳 ") == ["绵阳", "激光电视机"]
    assert search_terms("“”（）") == []


@pytest.mark.django_db
def test_the_database_computes_the_same_key_for_every_character():
    with connection.cursor() as cursor:
        cursor.execute(
            "select n, tianfu_search_key('5' || chr(n) || '5' || chr(n)) from generate_series(1, 205743) n"
            " where n not between 55296 and 57343 and n not between 64976 and 65007 and n % 65536 < 65534"
        )
        rows = cursor.fetchall()
    # The server may know younger characters than this Python.
    rows = [(chr(n), key) for n, key in rows if unicodedata.category(chr(n)) != "Cn"]
    different = {hex(ord(sign)): (key, search_key(f"5{sign}5{sign}")) for sign, key in rows}
    assert {sign: pair for sign, pair in different.items() if pair[0] != pair[1]} == {}
    assert len(rows) > 140_000

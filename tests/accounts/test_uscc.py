import pytest
from django.core.exceptions import ValidationError
from stdnum.cn.uscc import calc_check_digit

from tianfu.accounts.uscc import UsccField, clean_uscc

GOOD = "91110000600037341L"


@pytest.mark.parametrize(
    "typed",
    [
        GOOD,
        GOOD.lower(),
        " 9111 0000 6000 3734 1L ",
        "91110000-60003734-1L",
        "91110000600037341L",
        "91110000　600037341l",
    ],
)
def test_a_sound_code_is_accepted_however_it_is_typed(typed: str) -> None:
    assert clean_uscc(typed) == GOOD


@pytest.mark.parametrize("body", ["9251010", "9351010"])
def test_sole_traders_and_cooperatives_are_accepted(body: str) -> None:
    code = body + "0MA0000001"
    assert clean_uscc(code + calc_check_digit(code)) == code + calc_check_digit(code)


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (GOOD[:-1], "length", "您填写了 17 位"),
        (GOOD + "1", "length", "您填写了 19 位"),
        ("9111000060003734O1", "letter", "第 17 位「O」"),
        ("I1110000600037341L", "letter", "第 1 位「I」"),
        ("9111000060003734S1", "letter", "没有 I、O、S、V、Z"),
        ("9111000060003734V1", "letter", "「V」"),
        ("9111000060003734Z1", "letter", "「Z」"),
        ("9111000060003734企L", "letter", "「企」"),
        (
            "911100006000373418",
            "check_digit",
            "统一社会信用代码第 18 位校验不符，请对照营业执照核对；字母 O、I 不会出现在代码中。",
        ),
        ("91110000600037314L", "check_digit", "第 18 位校验不符"),
    ],
)
def test_each_mistake_has_its_own_sentence(typed: str, code: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_uscc(typed)
    assert caught.value.code == code
    assert words in caught.value.messages[0]


def test_every_single_wrong_digit_is_found() -> None:
    for place in range(18):
        for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY":
            if sign != GOOD[place]:
                with pytest.raises(ValidationError):
                    clean_uscc(GOOD[:place] + sign + GOOD[place + 1 :])


def test_the_form_field_returns_the_stored_form() -> None:
    assert UsccField().clean(" 91110000 600037341l") == GOOD
    assert UsccField(required=False).clean("") == ""

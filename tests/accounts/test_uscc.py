import pytest
from django.core.exceptions import ValidationError
from stdnum.cn.uscc import calc_check_digit

from tests.refusing import codes_of
from tianfu.accounts.models import Region
from tianfu.accounts.organisations.uscc import (
    SICHUAN,
    UsccField,
    clean_uscc,
    is_doubtful,
    organisation_digit,
    validate_uscc,
)
from tianfu.accounts.regions.reference import load_regions

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


def whole(head: str, inner: str = "MA000000") -> str:
    """A code that is right in all its parts: register, kind and region; organisation code."""
    body = head + inner + organisation_digit(inner)
    return body + calc_check_digit(body)


@pytest.mark.parametrize(
    "head",
    [
        "92510100",
        "93510100",
        "91510000",
        "91100000",
        "91513400",
        "91440300",
        "52510000",
        "12510700",
        "A1510100",
        "N2511800",
    ],
)
def test_every_kind_of_register_and_region_is_accepted(head: str) -> None:
    assert clean_uscc(whole(head)) == whole(head)


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (GOOD[:-1], "length", "您填写了 17 位"),
        (GOOD + "1", "length", "您填写了 19 位"),
        ("9111000060003734O1", "letter", "第 17 位“O”"),
        ("I1110000600037341L", "letter", "第 1 位“I”"),
        ("9111000060003734S1", "letter", "没有 I、O、S、V、Z"),
        ("9111000060003734V1", "letter", "“V”"),
        ("9111000060003734Z1", "letter", "“Z”"),
        ("9111000060003734企L", "letter", "“企”"),
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


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("94510100", "kind"),
        ("90510100", "kind"),
        ("00510100", "kind"),
        ("A5510100", "kind"),
        ("B1510100", "kind"),
        ("9A510100", "kind"),
        ("91990000", "region"),
        ("91160000", "region"),
        ("91000000", "region"),
        ("91510200", "region"),
        ("91511200", "region"),
        ("91513500", "region"),
        ("91A10100", "region"),
    ],
)
def test_kind_of_register_and_region_must_exist(head: str, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_uscc(whole(head), confirmed=True)
    assert caught.value.code == code


def test_the_inner_organisation_code_has_a_check_digit_of_its_own() -> None:
    body = GOOD[:16] + "2"
    with pytest.raises(ValidationError) as caught:
        clean_uscc(body + calc_check_digit(body), confirmed=True)
    assert caught.value.code == "organisation"
    assert "第 9 至 17 位" in caught.value.messages[0]
    assert [organisation_digit(inner) for inner in ("60003734", "TFMP0101", "TFMP1010")] == ["1", "X", "0"]


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "110105 19491231 002X",
        "５１０１０４１９９００１０１１２３４",
        "510104199001011234",
    ],
)
def test_a_resident_number_is_refused_with_its_own_sentence(number: str) -> None:
    for confirmed in (False, True):
        with pytest.raises(ValidationError) as caught:
            clean_uscc(number, confirmed=confirmed)
        assert caught.value.code == "resident"
        assert "居民身份证号码" in caught.value.messages[0]


def test_only_the_last_digit_is_taken_on_a_persons_word() -> None:
    odd = GOOD[:-1] + "8"
    assert (is_doubtful(odd), is_doubtful(GOOD), is_doubtful(GOOD[:-1])) == (True, False, False)
    assert clean_uscc(odd, confirmed=True) == odd
    swapped = GOOD[:14] + GOOD[15] + GOOD[14] + GOOD[16:]
    with pytest.raises(ValidationError) as caught:
        clean_uscc(swapped, confirmed=True)
    assert caught.value.code == "organisation"


@pytest.mark.parametrize(
    "typed",
    [f"统一社会信用代码：{GOOD}", f"{GOOD}，", f"“{GOOD}”", f"{GOOD}。", f"代码 {GOOD.lower()} 号", f"\u200b{GOOD}"],
)
def test_a_code_is_found_beside_its_label_and_before_a_comma(typed: str) -> None:
    assert clean_uscc(typed) == GOOD


@pytest.mark.django_db
def test_the_prefectures_are_those_of_the_stored_regions() -> None:
    load_regions()
    stored = set(Region.objects.filter(code__startswith="51").exclude(kind="county").values_list("code", flat=True))
    assert {code[2:4] for code in stored} == SICHUAN


def test_a_stored_code_of_before_stays_valid() -> None:
    for code in (GOOD, GOOD[:-1] + "8", "91510100MA00000013", "94160000MA00000013"):
        assert codes_of(validate_uscc, code) == [], code


def test_the_form_field_returns_the_stored_form() -> None:
    assert UsccField().clean(" 91110000 600037341l") == GOOD
    assert UsccField(required=False).clean("") == ""

"""统一社会信用代码, GB 32100-2015: 18 characters (domain.md 11.3).

Register and kind of body (2), region by GB/T 2260 (6), organisation code with its own check digit by GB 11714 (9),
check digit over all (1). Registers have issued codes whose last digit does not fit: a person may confirm that it
stands so on the licence, and the officer is told. Nothing else is taken on somebody's word.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from stdnum.cn import ric
from stdnum.cn import uscc as gb32100

from tianfu.text.clean import line
from tianfu.text.fields import TextField
from tianfu.text.search_key import search_key

LENGTH = 18
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
# GB 32100-2015, table 1: register → kinds of body it keeps.
_KINDS = {
    "1": "12349", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129", "7": "129", "8": "19", "9": "1239",
    "A": "19", "N": "1239", "Y": "19",
}  # fmt: skip
# GB/T 2260: the provinces; 10 stands for a register of the State.
_PROVINCES = frozenset(
    [
        "10",
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
    ]
)
# Prefectures of Sichuan (the rows of `accounts.Region`, tests/accounts/test_uscc.py compares) and the province itself.
# Districts are not asked: zones register under codes of their own.
SICHUAN = frozenset(
    [
        "00",
        "01",
        "03",
        "04",
        "05",
        "06",
        "07",
        "08",
        "09",
        "10",
        "11",
        "13",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "20",
        "32",
        "33",
        "34",
    ]
)
_ORGANISATION_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ALONE = re.compile(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])")
# A resident's number with a slip in it: region, day of birth, serial.
_LIKE_RESIDENT = re.compile(r"[1-6][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]")
CONFIRM = "营业执照上确实如此"
DOUBTFUL = f"统一社会信用代码第 {LENGTH} 位校验不符，当事人已确认{CONFIRM}，请与营业执照核对。"


def normalise(text: str) -> str:
    """Upper case, half width, without blanks, dashes and punctuation: people copy the code from pictures and messages."""
    folded = search_key(text).upper()
    alone = _ALONE.findall(folded)
    return alone[0] if len(alone) == 1 else folded


def validate_uscc(value: str) -> None:
    """The shape of a stored code; codes `length`, `letter`. What a person types goes through `clean_uscc`."""
    if len(value) != LENGTH:
        raise ValidationError(
            f"统一社会信用代码应为 {LENGTH} 位，您填写了 {len(value)} 位，请对照营业执照补全。", code="length"
        )
    for position, sign in enumerate(value, start=1):
        if sign not in ALPHABET:
            raise ValidationError(
                f"统一社会信用代码第 {position} 位“{sign}”不会出现在代码中：只用数字和大写字母，"
                "且没有 I、O、S、V、Z；请看清是否为数字 1、0、5、2。",
                code="letter",
            )


def is_doubtful(value: str) -> bool:
    """Whether the last digit of a code that is right otherwise does not fit."""
    return len(value) == LENGTH and set(value) <= ALPHABET and gb32100.calc_check_digit(value[:-1]) != value[-1]


def clean_uscc(text: str, *, confirmed: bool = False) -> str:
    """What a person typed → the code as it is stored.

    Raises ValidationError with code `length`, `letter`, `resident`, `kind`, `region`, `organisation` or, unless
    `confirmed`, `check_digit`.
    """
    value = normalise(text)
    if ric.is_valid(value) or (_LIKE_RESIDENT.fullmatch(value) and is_doubtful(value)):
        raise ValidationError(
            "这是居民身份证号码，不是统一社会信用代码。请填写营业执照上的统一社会信用代码；个体工商户的代码通常以 92 开头。",
            code="resident",
        )
    validate_uscc(value)
    _check_parts(value)
    if is_doubtful(value) and not confirmed:
        raise ValidationError(
            "统一社会信用代码第 18 位校验不符，请对照营业执照核对；字母 O、I 不会出现在代码中。", code="check_digit"
        )
    if organisation_digit(value[8:16]) != value[16]:
        raise ValidationError(
            "统一社会信用代码第 9 至 17 位（主体标识码）校验不符，可能抄错了一位，请对照营业执照核对。",
            code="organisation",
        )
    return value


def _check_parts(value: str) -> None:
    if value[1] not in _KINDS.get(value[0], ""):
        raise ValidationError(
            f"统一社会信用代码不会以“{value[:2]}”开头：前两位是登记管理部门和机构类别，企业为 91，个体工商户为 92，"
            "农民专业合作社为 93。请对照营业执照核对。",
            code="kind",
        )
    region = value[2:8]
    known = region.isdigit() and region[:2] in _PROVINCES and (region[:2] != "51" or region[2:4] in SICHUAN)
    if not known:
        raise ValidationError(
            f"统一社会信用代码第 3 至 8 位“{region}”不是登记机关的行政区划代码，请对照营业执照核对。", code="region"
        )


def organisation_digit(body: str) -> str:
    """GB 11714: weights over the eight characters, modulo 11; ten is X."""
    total = sum(
        _ORGANISATION_SIGNS.index(sign) * weight for sign, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


class UsccField(TextField):
    """Form field that accepts lower case, blanks and full-width characters and returns the stored form.

    With `confirmed` a last digit that does not fit is let through: see `ConfirmedUscc`.
    """

    confirmed = False

    def __init__(self, **options: Any) -> None:
        # Room for blanks and for the label that was copied with it: the true length is checked after they are gone.
        super().__init__(**{"label": "统一社会信用代码", "max_length": 60, **options})

    def clean(self, value: str) -> str:
        """Raises ValidationError as `clean_uscc`."""
        text = super().clean(value)
        return clean_uscc(text, confirmed=self.confirmed) if line(text) else ""

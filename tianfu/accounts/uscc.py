"""统一社会信用代码, GB 32100-2015: 18 characters, the last one is a check digit (domain.md 11.3)."""

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from stdnum.cn import uscc as gb32100

from tianfu.text.fields import TextField

LENGTH = 18
ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")


def normalise(text: str) -> str:
    """Upper case, half-width, without spaces and hyphens: people copy the code from pictures and messages."""
    half_width = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in half_width if not sign.isspace() and sign not in "-‐‑–—").upper()


def validate_uscc(value: str) -> None:
    """Checks a normalised code. Raises ValidationError with code `length`, `letter` or `check_digit`."""
    if len(value) != LENGTH:
        raise ValidationError(
            f"统一社会信用代码应为 {LENGTH} 位，您填写了 {len(value)} 位，请对照营业执照补全。", code="length"
        )
    for position, sign in enumerate(value, start=1):
        if sign not in ALPHABET:
            raise ValidationError(
                f"统一社会信用代码第 {position} 位「{sign}」不会出现在代码中：只用数字和大写字母，"
                "且没有 I、O、S、V、Z；请看清是否为数字 1、0、5、2。",
                code="letter",
            )
    if gb32100.calc_check_digit(value[:-1]) != value[-1]:
        raise ValidationError(
            "统一社会信用代码第 18 位校验不符，请对照营业执照核对；字母 O、I 不会出现在代码中。", code="check_digit"
        )


def clean_uscc(text: str) -> str:
    """What a person typed → the code as it is stored. Raises ValidationError as `validate_uscc`."""
    value = normalise(text)
    validate_uscc(value)
    return value


class UsccField(TextField):
    """Form field that accepts lower case, spaces and full-width characters and returns the stored form."""

    def __init__(self, **options: Any) -> None:
        # Room for spaces: the true length is checked after they are gone.
        super().__init__(**{"label": "统一社会信用代码", "max_length": 60, **options})

    def clean(self, value: str) -> str:
        text = super().clean(value)
        return clean_uscc(text) if text else ""

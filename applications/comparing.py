"""The comparison table's arithmetic: reading a cell, judging a value against a reference."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.db.models import TextChoices


class Direction(TextChoices):
    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"


class Verdict(TextChoices):
    BETTER = "better", "优于"
    EQUAL = "equal", "等同"
    WORSE = "worse", "低于"


_CELL = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(.*)", re.DOTALL)
_MAX_WHOLE_DIGITS, _MAX_PLACES = 12, 6


def _plain_unit(unit: str) -> str:
    """A unit as compared: full width folded, ³ and 3, µ and μ alike, no spaces; case kept (mW ≠ MW)."""
    return unicodedata.normalize("NFKC", unit).replace("µ", "μ").replace(" ", "").replace("^", "")


def read_value(text: str, unit: str) -> Decimal | None:
    """The number of a cell, which may repeat the row's unit. Empty → None.

    Raises ValidationError in words for text, a different unit, or a number out of range.
    """
    text = unicodedata.normalize("NFKC", text).strip().replace(",", "")
    if not text:
        return None
    match = _CELL.fullmatch(text)
    if match is None:
        raise ValidationError(f"“{text}”不是数字。请只填数值，如 0.05；说明文字请写在来源栏。", code="not_a_number")
    number, given = match.groups()
    if given and not unit:
        raise ValidationError("请先填写本行单位，再填数值。", code="unit_missing")
    if given and _plain_unit(given) != _plain_unit(unit):
        if not re.fullmatch(r"[^\d.]+", given):
            raise ValidationError(f"“{text}”不是数字。请只填数值，如 0.05。", code="not_a_number")
        raise ValidationError(
            f"单位“{given.strip()}”与本行单位“{unit}”不一致，请换算为“{unit}”后填写。", code="unit_mismatch"
        )
    try:
        value = Decimal(number)
    except InvalidOperation as error:
        raise ValidationError(f"“{text}”不是数字。", code="not_a_number") from error
    whole, _, places = number.lstrip("+-").partition(".")
    if len(whole) > _MAX_WHOLE_DIGITS or len(places) > _MAX_PLACES:
        raise ValidationError("数值过长：整数部分最多 12 位，小数最多 6 位。", code="too_long")
    return value


def verdict(own: Decimal | None, reference: Decimal | None, direction: str) -> Verdict | None:
    if own is None or reference is None:
        return None
    if own == reference:
        return Verdict.EQUAL
    higher = own > reference
    return Verdict.BETTER if higher == (direction == Direction.HIGHER) else Verdict.WORSE


def row_verdict(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The row's word: 低于 when worse than any reference, 优于 when better than all, else 等同."""
    given = [item for item in verdicts if item is not None]
    if not given:
        return None
    if Verdict.WORSE in given:
        return Verdict.WORSE
    return Verdict.BETTER if all(item == Verdict.BETTER for item in given) else Verdict.EQUAL

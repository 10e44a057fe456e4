"""The comparison table's arithmetic: reading a cell, judging a value against a reference."""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from tianfu.text.clean import line
from tianfu.text.numbers import Reading, split_number


class Direction(TextChoices):
    HIGHER = "higher", "越高越好"
    LOWER = "lower", "越低越好"


class Verdict(TextChoices):
    BETTER = "better", "优于"
    EQUAL = "equal", "等同"
    WORSE = "worse", "低于"


def _plain_unit(unit: str) -> str:
    """A unit as compared: full width folded, ³ and 3, µ and μ alike, no spaces; case kept (mW ≠ MW)."""
    return unicodedata.normalize("NFKC", line(unit)).replace("µ", "μ").replace(" ", "").replace("^", "")


def read_cell(text: str, unit: str) -> Reading | None:
    """The number of a cell with its digits as typed; the cell may repeat the row's unit. Empty → None.

    Raises ValidationError in words for text, a different unit, or a number out of range.
    """
    found = split_number(text, notes="来源或说明栏")
    if found is None or not found.rest:
        return found
    if not unit:
        raise ValidationError("请先填写本行单位，再填数值。", code="unit_missing")
    if _plain_unit(found.rest) != _plain_unit(unit):
        raise ValidationError(
            f"“{found.rest}”与本行单位“{unit}”不一致。请换算为“{unit}”后只填数字；说明文字请写在来源栏。",
            code="unit_mismatch",
        )
    return Reading(found.digits)


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

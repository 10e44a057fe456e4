"""Where on a picture something is wrong: typed as a field of an eight by eight grid, or drawn as a rectangle."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError

from tianfu.text.clean import line

# A component of the page, no number of the field: eight, because fields of a picture on a narrow screen (some 340 pixels
# wide) are then still wider than a finger, and a name has one letter and one digit. What is kept are thousandths, so that
# another grid would change no mark that was made.
COLUMNS, ROWS = "ABCDEFGH", 8
WHOLE = 1000  # parts of the picture's width and height
_CELL = WHOLE // ROWS
_GRID = re.compile(r"([A-H])([1-8])(?:[-~:到至]([A-H])([1-8]))?")
_DRAWN = re.compile(r"(\d{1,3}(?:\.\d)?)[, ](\d{1,3}(?:\.\d)?)[, ](\d{1,3}(?:\.\d)?)[, ](\d{1,3}(?:\.\d)?)")


@dataclass(frozen=True)
class Area:
    """Thousandths of the picture, from its upper left corner."""

    left: int
    top: int
    width: int
    height: int

    @property
    def words(self) -> str:
        """The fields of the grid that it touches: B2, B2-D4."""
        first = _field(self.left, self.top)
        last = _field(self.left + self.width - 1, self.top + self.height - 1)
        return first if first == last else f"{first}-{last}"


def _field(x: int, y: int) -> str:
    return f"{COLUMNS[x // _CELL]}{y // _CELL + 1}"


def read_area(text: str) -> Area:
    """「B2」, 「B2-D4」, or left, top, width, height in percent as the page's script writes them.

    Raises ValidationError in words for anything else, and for what lies outside the picture.
    """
    plain = unicodedata.normalize("NFKC", line(text)).upper().replace("、", ",").replace("—", "-").replace("–", "-")
    plain = re.sub(r"\s*([-~:,到至])\s*", r"\1", plain)
    if found := _GRID.fullmatch(plain):
        return _of_grid(*found.groups())
    if found := _DRAWN.fullmatch(plain):
        left, top, width, height = (int(Decimal(part) * 10) for part in found.groups())
        if width < 1 or height < 1 or left + width > WHOLE or top + height > WHOLE:
            raise ValidationError("所标位置超出图片，请重新框选，或填写格号。", code="outside")
        return Area(left, top, width, height)
    raise ValidationError("请填写格号，如 B2，或 B2-D4；列为 A 至 H，行为 1 至 8。", code="unreadable")


def _of_grid(column: str, row: str, other_column: str | None, other_row: str | None) -> Area:
    columns = sorted(COLUMNS.index(one) for one in (column, other_column or column))
    rows = sorted(int(one) - 1 for one in (row, other_row or row))
    return Area(
        left=columns[0] * _CELL,
        top=rows[0] * _CELL,
        width=(columns[1] - columns[0] + 1) * _CELL,
        height=(rows[1] - rows[0] + 1) * _CELL,
    )

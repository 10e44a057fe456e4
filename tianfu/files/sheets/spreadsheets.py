"""Tables for people who open them in Excel or WPS: text stays text, whatever it begins with.

A cell that begins with "=" and comes from somebody's form would run as a formula on the officer's
machine (ASVS 1.2.10). CSV has no types, so such text gets an apostrophe; XLSX cells are typed.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# Also the full-width forms, which some programs take for the plain ones.
_STARTERS = tuple("=+-@\t\r\n\x00＝＋－＠")
_LONGEST = 32_767  # characters in a cell, Excel's limit
_NUMBERS = (int, float, Decimal)


def neutral(text: str) -> str:
    """`text` with an apostrophe in front when a program could take it for a formula."""
    stripped = text.lstrip(" \u3000\ufeff")
    return "'" + text if stripped.startswith(_STARTERS) else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark (Excel shows Chinese wrongly without), lines end in CRLF."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([neutral(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def xlsx_bytes(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A workbook with one sheet; numbers are numbers, everything else is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _is_number(value: Any) -> bool:
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _csv_cell(value: Any) -> Any:
    if value is None or _is_number(value):
        return value
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", str(value)))


def _xlsx_cell(sheet: Any, value: Any) -> Any:
    if value is None or _is_number(value):
        return value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(value))[:_LONGEST])
    # Set after the value: openpyxl takes a leading "=" for a formula.
    cell.data_type = "s"
    return cell

"""Reading a table that somebody uploads, CSV or XLSX: every cell becomes text, nothing is calculated, limits hold.

A formula stays the text it is written as. What a spreadsheet had already lost (a number of more than 15 digits) is said.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tianfu.files.inspection import INSPECTIONS
from tianfu.files.inspection.magic import content_of
from tianfu.files.kinds import Kind
from tianfu.files.names import display_name, extension_of
from tianfu.files.sheets.spreadsheets import neutral
from tianfu.files.uploads import in_mib
from tianfu.ledger.canonical import sha256_hex
from tianfu.text.clean import line

ACCEPT = ".csv,.xlsx"
LONGEST_CELL = 1000  # characters
MOST_COLUMNS = 60
_EXACT = 10**15  # from here on a spreadsheet's number has lost digits
_SAVE_AS = "请用 Excel 或 WPS 另存为 .xlsx，或另存为 CSV（UTF-8）后上传"


@dataclass(frozen=True)
class TableRow:
    """`number` as the spreadsheet counts, the heading being 1; `problems` are about how the cells were stored."""

    number: int
    cells: list[str]
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """The first sheet: its heading, and the rows that hold anything."""

    name: str
    sha256: str
    header: list[str]
    rows: list[TableRow]


def read_table(upload: UploadedFile, *, most_rows: int, max_bytes: int) -> Table:
    """Raises ValidationError in words for what is no table, is too long, or could harm who opens it."""
    name = display_name(upload.name or "")
    data = _content(upload, name, max_bytes)
    lines = _numbered(_lines(name, data))
    try:
        header = next(lines, None)
        if header is None:
            raise _wrong(name, "表格是空的，请按模板填写后上传", "empty")
        rows: list[TableRow] = []
        for row in lines:
            if len(rows) == most_rows:
                raise _wrong(name, f"超过一次导入的上限 {most_rows:,} 行，请分成几个文件分别导入", "too_many_rows")
            rows.append(row)
    except csv.Error as error:
        raise _wrong(name, f"不是规范的 CSV 文件，{_SAVE_AS}", "damaged") from error
    return Table(name, sha256_hex(data), header.cells, rows)


def _content(upload: UploadedFile, name: str, max_bytes: int) -> bytes:
    data: bytes = upload.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise _wrong(name, f"超过上限 {in_mib(max_bytes)}，请分成几个文件分别导入", "too_large")
    if not data:
        raise _wrong(name, "是空文件，请重新选择", "empty")
    return data


def _lines(name: str, data: bytes) -> Iterator[list[Any]]:
    extension, content = extension_of(name).lower(), content_of(data)
    if content.kind == Kind.XLSX:
        if extension != ".xlsx":
            raise _wrong(name, "内容是 Excel 工作簿，请将扩展名改为 .xlsx 后上传", "mismatch")
        return _xlsx(name, data)
    if extension == ".csv" and content.kind is None and b"\x00" not in data.replace(b"\xff\xfe", b"", 1)[:1]:
        return _csv(name, data)
    raise _wrong(name, f"这里只接收 CSV 和 .xlsx 表格，{_SAVE_AS}", "not_allowed")


def _csv(name: str, data: bytes) -> Iterator[list[Any]]:
    text = _decoded(name, data)
    heading = text.split("\n", 1)[0]
    separator = max(",\t;", key=heading.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _decoded(name: str, data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or what Chinese Windows writes."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _wrong(name, f"无法识别文字编码，{_SAVE_AS}", "encoding")


def _xlsx(name: str, data: bytes) -> Iterator[list[Any]]:
    try:
        INSPECTIONS[Kind.XLSX](data)
    except ValidationError as error:
        raise ValidationError(f"“{name}”：{error.message}", code=error.code) from error
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0] if book.worksheets else None
        if sheet is None:
            raise _wrong(name, "没有工作表，请按模板填写后上传", "empty")
        sheet.reset_dimensions()  # some programs write a wrong one, and rows would be cut
        for row in sheet.iter_rows(values_only=True):
            yield list(row)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:
        raise _wrong(name, f"工作簿无法读出，{_SAVE_AS}", "damaged") from error
    finally:
        book.close()


def _numbered(lines: Iterable[list[Any]]) -> Iterator[TableRow]:
    """The lines that hold anything, with the numbers of the spreadsheet."""
    for number, values in enumerate(lines, start=1):
        problems: list[str] = []
        cells = [_text(value, column, problems) for column, value in enumerate(values[:MOST_COLUMNS], start=1)]
        if any(cells):
            yield TableRow(number, cells, problems)


def _text(value: Any, column: int, problems: list[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        if abs(value) >= _EXACT:
            problems.append(f"第 {column} 列以数字保存，超过 15 位会失真，请把该列设为文本后重新填写。")
        return str(int(value)) if float(value).is_integer() else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    text = _plain(line(str(value)))
    if len(text) > LONGEST_CELL:
        problems.append(f"第 {column} 列超过 {LONGEST_CELL} 字，请缩短。")
    return text[:LONGEST_CELL]


def _plain(text: str) -> str:
    """Without the apostrophe that `spreadsheets.neutral` set before what looks like a formula: our own tables come back."""
    return text[1:] if text.startswith("'") and neutral(text[1:]) == text else text


def _wrong(name: str, what: str, code: str) -> ValidationError:
    return ValidationError(f"“{name}”：{what}。", code=code)

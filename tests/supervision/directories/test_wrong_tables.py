"""Tables that cannot be imported as they are, on the pages: each with its sentence and nothing half imported."""

import io
import resource
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.directories.models import DirectoryImport, Inspector
from tests import make
from tests.supervision.directories.test_import_pages import IMPORTS
from tests.supervision.directories.test_imports import HEAD, row, table
from tests.supervision.make import bureau
from tianfu.accounts.roles import Role
from tianfu.files.sheets.spreadsheets import xlsx_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def planner(reference, clock, client):
    clock.set("2026-05-11")
    bureau()
    client.force_login(make.officer(Role.SPOTCHECK_MANAGER))


def test_a_duplicate_an_expired_certificate_and_an_unknown_region_stand_at_their_rows(client):
    rows = [
        row("5101000001"),
        row("5101000001"),
        row("5101000003", 执法证有效期止="2026-05-10"),
        row("5101000004", 检查区域="上海市"),
    ]
    answer = client.post(f"{IMPORTS}new/inspectors/", {"file": table(*rows)}, follow=True)
    text = answer.content.decode()
    wanted = ("执法证号与第 2 行重复。", "执法证已于 2026-05-10 到期", "没有地区“上海市”")
    assert (answer.status_code, [words for words in wanted if words not in text]) == (200, [])
    assert (DirectoryImport.objects.get().good, Inspector.objects.count()) == (1, 0)


def long_book(rows: int) -> bytes:
    """A workbook as a spreadsheet program writes it, without the time one takes to write it."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes("人员", HEAD, [row()]))) as source,
        zipfile.ZipFile(made, "w", 8) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</sheetData>", _lines(rows) + b"</sheetData>")
            target.writestr(name, data)
    return made.getvalue()


def _lines(rows: int) -> bytes:
    cell = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c></row>'
    return "".join(cell.format(number, 5_101_000_000 + number) for number in range(3, rows + 3)).encode()


def test_a_workbook_of_a_hundred_thousand_rows_is_refused_in_words_and_in_little_memory(client):
    book = SimpleUploadedFile("人员.xlsx", long_book(100_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = client.post(f"{IMPORTS}new/inspectors/", {"file": book})
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert answer.status_code == 422
    assert "超过一次导入的上限 10,000 行，请分成几个文件分别导入" in answer.content.decode()
    assert DirectoryImport.objects.count() == 0
    assert grown <= 64, f"{grown} MiB"

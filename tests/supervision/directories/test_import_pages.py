"""Importing on the pages: headings, limits, the way from the template to the rows that failed, the trail."""

import csv
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.directories.imports import intake
from supervision.directories.models import DirectoryImport, ImportRow, Inspector
from supervision.directories.sources import open_imports
from tests import make
from tests.pages import hidden
from tests.supervision.directories.test_imports import HEAD, previewed, row, table
from tests.supervision.make import bureau, queries_of
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed

pytestmark = pytest.mark.django_db


IMPORTS = "/console/directory/imports/"


@pytest.fixture(autouse=True)
def spring(reference, clock):
    clock.set("2026-05-11")
    bureau()


@pytest.fixture
def planner(client):
    person = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (HEAD[1:], "标题行缺少“执法证号”"),
        ([*HEAD, "姓名"], "标题行里“姓名”出现两次"),
        (["a", "b"], "标题行缺少"),
    ],
)
def test_a_wrong_heading_is_refused_with_what_is_missing(planner, client, head, words):
    answer = client.post(f"{IMPORTS}new/inspectors/", {"file": table(row(), head=head)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert DirectoryImport.objects.count() == 0


def test_more_rows_than_the_policy_allows_are_refused_in_words(planner, client, monkeypatch):
    monkeypatch.setattr(intake, "policy", lambda key, **_: 2)
    rows = [row(f"51010000{number:02d}") for number in range(3)]
    answer = client.post(f"{IMPORTS}new/inspectors/", {"file": table(*rows)})
    assert answer.status_code == 422
    assert "超过一次导入的上限 2 行，请分成几个文件分别导入" in answer.content.decode()


def test_no_file_and_an_unknown_target_are_answered(planner, client):
    answer = client.post(f"{IMPORTS}new/inspectors/", {})
    assert (answer.status_code, "请选择一个 CSV 或 .xlsx 文件" in answer.content.decode()) == (422, True)
    assert client.get(f"{IMPORTS}new/nothing/").status_code == 404
    assert client.get(f"{IMPORTS}template/nothing.csv").status_code == 404
    assert client.get(f"{IMPORTS}template/inspectors.pdf").status_code == 404


def test_the_whole_way_on_the_pages_from_the_template_to_the_rows_that_failed(planner, client):
    answer = client.get(f"{IMPORTS}template/inspectors.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [cell.value for cell in book.active[1]] == HEAD
    for cells in (row(), row("5101000002", 姓名='=HYPERLINK("x")'), row("5101000003", 检查区域="上海")):
        book.active.append(cells)
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("人员.xlsx", out.getvalue())
    answer = client.post(f"{IMPORTS}new/inspectors/", {"file": sent})
    batch = DirectoryImport.objects.get()
    url = f"{IMPORTS}{batch.pk}/"
    assert (answer.status_code, answer["Location"]) == (302, url)
    page = client.get(url)
    assert "导入 2 行" in page.content.decode()
    assert "没有地区“上海”" in client.get(f"{url}?view=bad").content.decode()
    failed = client.get(f"{url}failed.csv").content.decode("utf-8-sig")
    (line,) = list(csv.DictReader(io.StringIO(failed)))
    assert (line["执法证号"], line["原行号"]) == ("5101000003", "4")
    assert client.post(f"{url}take/", hidden(page)).status_code == 302
    assert Inspector.objects.get(number="5101000002").name == '=HYPERLINK("x")'
    assert client.post(f"{url}take/", hidden(page)).status_code == 409


def test_a_preview_is_its_uploaders_own(planner, client):
    batch = previewed(make.officer(Role.SPOTCHECK_MANAGER), row())
    for address in ("", "failed.csv"):
        assert client.get(f"{IMPORTS}{batch.pk}/{address}").status_code == 404
    assert client.post(f"{IMPORTS}{batch.pk}/take/", {}).status_code == 404


def test_a_preview_given_up_or_forgotten_keeps_no_names(planner, clock):
    first, second = previewed(planner, row()), previewed(planner, row())
    assert open_imports(planner).count() == 2
    intake.drop(first, actor=planner)
    clock.set("2026-05-18")
    assert intake.drop_forgotten(the_clock.today()) == 0
    clock.set("2026-05-19")
    assert intake.drop_forgotten(the_clock.today()) == 1
    assert ImportRow.objects.count() == 0
    assert [one.dropped_at is not None for one in DirectoryImport.objects.all()] == [True, True]
    second.refresh_from_db()
    assert second.rows_sha256 != ""


def test_a_preview_costs_the_same_however_long(planner, client):
    short, long = previewed(planner, row()), previewed(planner, *[row(f"51010{number:05d}") for number in range(130)])
    assert [queries_of(client, f"{IMPORTS}{batch.pk}/") for batch in (short, long)] == [10, 10]


def test_a_preview_and_its_end_are_in_the_trail(planner):
    batch = previewed(planner, row())
    facts = {"target": "inspectors", "file_sha256": batch.file_sha256, "rows": 1, "good": 1}
    assert AuditEvent.objects.get(action="directory.preview", actor=planner, subject_id=batch.pk).data == facts
    another = make.officer(Role.SPOTCHECK_MANAGER)
    with pytest.raises(NotAllowed, match="由上传的人放弃导入。"):
        intake.drop(batch, actor=another)
    intake.drop(batch, actor=planner)
    assert AuditEvent.objects.get(action="directory.drop_import", actor=planner, subject_id=batch.pk).data == {
        "rows": 1
    }

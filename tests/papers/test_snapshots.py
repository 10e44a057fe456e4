import json
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.papers import make
from tests.papers.reading import text_of
from tests.some import some
from tianfu.files.models import StoredFile
from tianfu.ledger.models import AuditEvent
from tianfu.papers import snapshots, sources
from tianfu.papers.kinds import KINDS, mark_kinds
from tianfu.papers.models import Paper, TemplateSource
from tianfu.papers.snapshots import NotReproducible, issue_mark, issue_paper, rerender

pytestmark = pytest.mark.django_db
MARKS = {kind.key for kind in mark_kinds()}


def issue(data: Any = None, kind: str = "certificate", **options: Any) -> Paper:
    data = data or make.certificate()
    return issue_paper(kind, data.template, data, name="证书.pdf", purpose="certificate", **options)


def test_a_paper_keeps_file_data_wording_and_fonts() -> None:
    paper = issue()
    assert paper.number == make.NUMBER
    assert paper.file.read()[:5] == b"%PDF-"
    assert paper.file.sha256 == paper.sha256
    assert paper.file.content_type == "application/pdf"
    assert paper.data["holder"] == "示例光能科技有限公司"
    assert "typst" in paper.font_version
    assert TemplateSource.objects.get(pk=paper.template_sha256).name == "certificate"


def test_issuing_is_in_the_audit_trail() -> None:
    paper = issue()
    event = AuditEvent.objects.get(action="paper.issued")
    assert event.subject_id == str(paper.pk)
    assert event.data == {"kind": "certificate", "number": make.NUMBER, "sha256": paper.sha256}


@pytest.mark.parametrize("sheet", make.all_papers(), ids=lambda sheet: sheet.template)
def test_a_paper_read_back_from_the_database_is_set_again_byte_for_byte(sheet: Any) -> None:
    kind = next(kind.key for kind in KINDS.values() if kind.shape is type(sheet))
    paper = Paper.objects.get(pk=issue(sheet, kind).pk)
    assert rerender(paper) == paper.file.read()


def test_an_old_paper_is_set_from_its_own_wording_after_the_template_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Paper.objects.get(pk=issue(make.letter(), "not_accepted").pk)
    for file in sources.TEMPLATES.glob("*.typ"):
        (tmp_path / file.name).write_text(file.read_text().replace("你单位的权利与救济", "救济途径"))
    monkeypatch.setattr(sources, "TEMPLATES", tmp_path)
    new = issue(make.letter(), "not_accepted")
    assert "救济途径" in text_of(new.file.read())
    assert "你单位的权利与救济" in text_of(rerender(old))
    assert rerender(old) == old.file.read()
    assert old.template_sha256 != new.template_sha256


def test_every_form_of_a_mark_is_kept_and_set_again_byte_for_byte() -> None:
    papers = issue_mark(make.mark(), name="天府名品标识", purpose="mark", key="authorization:1:mark")
    assert set(papers) == MARKS
    assert papers["mark_package"].file.content_type == "application/zip"
    assert papers["mark_png"].file.name == "天府名品标识-1200px.png"
    for paper in some(Paper.objects.filter(kind__in=MARKS)):
        assert rerender(paper) == paper.file.read()


def test_issuing_a_mark_again_under_the_same_key_gives_the_same_papers() -> None:
    first = issue_mark(make.mark(), name="标识", purpose="mark", key="authorization:1:mark")
    again = issue_mark(make.mark(), name="标识", purpose="mark", key="authorization:1:mark")
    assert again == first
    assert Paper.objects.count() == len(MARKS)


def test_a_mark_cut_off_halfway_is_completed_by_the_retry() -> None:
    one = issue_paper("mark_pdf", "mark", make.mark(), name="标识.pdf", purpose="mark", key="m:mark_pdf")
    papers = issue_mark(make.mark(), name="标识", purpose="mark", key="m")
    assert papers["mark_pdf"] == one
    assert Paper.objects.count() == len(MARKS)
    assert StoredFile.objects.count() == len(MARKS)


def test_the_same_occasion_gives_the_same_paper() -> None:
    first = issue(key="authorization:1:certificate")
    assert issue(make.certificate(holder="别的公司"), key="authorization:1:certificate") == first
    assert Paper.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_papers_without_a_key_are_separate() -> None:
    assert issue().pk != issue().pk


def test_a_missing_glyph_stops_before_anything_is_stored(settings: Any) -> None:
    with pytest.raises(ValidationError, match="没有字形"):
        issue(make.certificate(holder="示例😀有限公司"))
    with pytest.raises(ValidationError, match="没有字形"):
        issue_mark(make.mark(product="示例😀"), name="标识", purpose="mark")
    assert not Paper.objects.exists()
    assert not StoredFile.objects.exists()
    assert not TemplateSource.objects.exists()
    assert not AuditEvent.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_kind_is_made_by_its_own_template_only() -> None:
    with pytest.raises(ValueError, match="不是 letter"):
        issue_paper("certificate", "letter", make.letter(), name="x.pdf", purpose="x")


@pytest.mark.parametrize("table", ["papers_paper", "papers_templatesource"])
def test_papers_and_wordings_cannot_be_changed_or_deleted(table: str) -> None:
    issue()
    column = "number" if table == "papers_paper" else "name"
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Paper.objects.get().number == make.NUMBER


def test_other_fonts_or_typesetter_are_named_instead_of_giving_other_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = issue()
    monkeypatch.setattr(snapshots, "fonts_of", lambda data: "another")
    with pytest.raises(NotReproducible, match="another"):
        rerender(paper)


def test_a_snapshot_whose_data_was_bent_is_not_passed_off_as_the_original() -> None:
    paper = issue()
    paper.data["holder"] = "别的公司"
    with pytest.raises(NotReproducible, match="不一致"):
        rerender(paper)


def test_command_sets_every_paper_again_and_names_what_differs(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    issue()
    issue(make.letter(), "grant")
    call_command("verify_papers")
    assert "核验 2 份文书" in capsys.readouterr().out
    monkeypatch.setattr(snapshots, "fonts_of", lambda data: "another")
    with pytest.raises(CommandError, match="2 份不能重现"):
        call_command("verify_papers")
    assert make.NUMBER in capsys.readouterr().err


def test_kept_data_is_plain_json() -> None:
    paper = Paper.objects.get(pk=issue().pk)
    assert json.loads(json.dumps(paper.data)) == paper.data
    assert paper.data["made_at"] == "2026-11-22T15:30:05+08:00"
    assert paper.data["valid_until"] == "2029-11-21"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_workers_on_one_occasion_make_one_paper() -> None:
    start = threading.Barrier(10)
    made: list[int] = []

    def work() -> None:
        try:
            start.wait()
            made.append(issue(make.letter(), "not_accepted", key="application:1:letter").pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 10
    assert len(set(made)) == 1
    assert Paper.objects.count() == StoredFile.objects.count() == 1

"""整改复查: the inspected side signs on the screen what was written, or it is written why it does not; then the second signs."""

import io
from typing import Any

import pgtrigger
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from PIL import Image

from supervision.inspections.consequences.reinspections import confirm_reinspection, propose_reinspection
from supervision.inspections.models import InspectionTask, Recheck, RecheckPaper
from supervision.inspections.records.inspected_side import keep_signature, note_signing, read_facts
from supervision.inspections.records.recheck_signatures import drop_recheck
from supervision.inspections.states import ResultWord, TaskState
from tests import make
from tests.pages import hidden
from tests.papers.reading import text_of
from tests.supervision.inspections import make as checks
from tests.trail import unlike
from tianfu.accounts.models import User
from tianfu.ledger.models import AuditEvent
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
FOUND = "两个型号的标签已更换，库存已清。"


@pytest.fixture
def row(clock: Any, reference: None) -> Recheck:
    """The first inspector has written what he found; nobody else has signed."""
    clock.set("2026-11-26")
    people = checks.people()
    task = checks.first(checks.drawn(people, clock))
    task = checks.published(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED)
    return propose_reinspection(
        task, user=checks.inspector_of(task), seen=task.revision, on=the_clock.today(), passed=True, findings=FOUND
    )


def drawn_name(name: str = "签字.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("L", (640, 240), 255).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/png")


def by(row: Recheck, user: User | None = None, **more: Any) -> dict[str, Any]:
    task = InspectionTask.objects.get(pk=row.subject_id)
    return {"user": user or checks.inspector_of(task), "seen": task.revision, "shown": NO_PAGE} | more


def confirmed(row: Recheck) -> InspectionTask:
    return confirm_reinspection(row, **by(row, checks.inspector_of(row.subject, 1)))


def test_signed_on_the_screen_it_stands_on_the_paper_with_name_and_picture(row: Recheck) -> None:
    kept = keep_signature(row, drawn_name(), **by(row, shown=stamp(read_facts(row.subject, row))))
    noted = note_signing(kept, **by(row), signing="signed", signatory="卫认证")
    assert confirmed(noted).state == TaskState.CLOSED
    run_due()
    paper = RecheckPaper.objects.get(recheck=row).paper
    words = text_of(paper.file.read()).replace("\n", "")
    assert ("卫认证" in words, "被检查方" in words) == (True, True)
    assert paper.data["signature_sha256"] == kept.signature.sha256
    assert rerender(paper) == paper.file.read()
    team, stranger = Client(), Client()
    team.force_login(checks.inspector_of(row.subject, 1))
    stranger.force_login(make.user())
    url = kept.signature.get_absolute_url()
    assert [client.get(url).status_code for client in (team, stranger, Client())] == [200, 404, 404]


@pytest.mark.parametrize(
    ("signing", "words"),
    [("refused", "拒绝签字。认为整改已经完成。"), ("absent", "现场无人，无法签字。认为整改已经完成。")],
)
def test_not_signed_the_paper_says_why(row: Recheck, signing: str, words: str) -> None:
    confirmed(note_signing(row, **by(row), signing=signing, unsigned_reason="认为整改已经完成。"))
    run_due()
    paper = RecheckPaper.objects.get(recheck=row).paper
    assert words in text_of(paper.file.read()).replace("\n", "")


def test_before_the_inspected_side_the_second_inspector_cannot_sign(row: Recheck) -> None:
    with pytest.raises(NotPossible, match="请先登记被检查方是否签字，再由第二名检查人员签名"):
        confirmed(row)
    keep_signature(row, drawn_name(), **by(row))
    with pytest.raises(NotPossible, match="请先登记被检查方是否签字"):
        confirmed(row)
    second = checks.inspector_of(row.subject, 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(pk=row.pk).update(second_by=second, second_at=the_clock.now())


def test_what_is_missing_is_said(row: Recheck) -> None:
    for given, words in (
        ({"signing": ""}, "请选择被检查方是否签字。"),
        ({"signing": "signed", "signatory": "卫认证"}, "请在屏幕上签字，或上传签字的照片。"),
        ({"signing": "refused", "unsigned_reason": " "}, "未签字的，请写明理由。"),
    ):
        with pytest.raises(NotPossible, match=words):
            note_signing(row, **by(row), **given)
    keep_signature(row, drawn_name(), **by(row))
    with pytest.raises(NotPossible, match="请填写签字人的姓名。"):
        note_signing(row, **by(row), signing="signed")
    with pytest.raises(ValidationError):
        keep_signature(row, SimpleUploadedFile("签字.png", b"no picture"), **by(row))
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(pk=row.pk).update(signing="refused")


def test_only_the_team_notes_it_on_the_record_as_it_was_read(row: Recheck) -> None:
    for act in (
        lambda **how: keep_signature(row, drawn_name(), **by(row, **how)),
        lambda **how: note_signing(row, **by(row, **how), signing="refused", unsigned_reason="不认可。"),
    ):
        with pytest.raises(NotAllowed, match="由检查组成员登记和签名"):
            act(user=make.user())
        with pytest.raises(Overtaken):
            act(seen=row.subject.revision + 1)
        with pytest.raises(Changed):
            act(shown=stamp(read_facts(row.subject, row) | {"整改结果": "不合格"}))
    drop_recheck(row, user=checks.inspector_of(row.subject), seen=row.subject.revision, reason="日期有误")
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        note_signing(row, **by(row), signing="refused", unsigned_reason="不认可。")


def test_a_record_of_another_kind_is_not_signed_by_the_inspected_side(row: Recheck) -> None:
    with pgtrigger.ignore():
        Recheck.objects.filter(pk=row.pk).update(alone=True)
    with pytest.raises(NotPossible, match="只有整改复查记录由被检查方签字。"):
        note_signing(row, **by(row), signing="refused", unsigned_reason="不认可。")


def test_noted_anew_the_last_word_counts_and_the_second_reads_it(row: Recheck) -> None:
    note_signing(row, **by(row), signing="refused", unsigned_reason="要先问领导。")
    keep_signature(row, drawn_name(), **by(row))
    row = note_signing(row, **by(row), signing="signed", signatory="卫认证")
    assert (row.unsigned_reason, row.signatory) == ("", "卫认证")
    row = note_signing(row, **by(row), signing="absent", unsigned_reason="已下班。")
    assert (row.signature, row.signatory) == (None, "")
    confirmed(row)
    with pytest.raises(DatabaseError), transaction.atomic():
        Recheck.objects.filter(pk=row.pk).update(signing="signed")


def test_who_drew_and_who_noted_it_stands_in_the_trail(row: Recheck) -> None:
    first, second = (checks.inspector_of(row.subject, place) for place in (0, 1))
    drawn = lambda: keep_signature(row, drawn_name(), **by(row, first))  # noqa: E731
    noted = lambda: note_signing(row, **by(row, second), signing="signed", signatory="卫认证")  # noqa: E731
    assert unlike(
        [
            ("inspectiontask.reinspect_drawn", first, row.subject, drawn),
            ("inspectiontask.reinspect_noted", second, row.subject, noted),
        ]
    ) == {}  # fmt: skip
    row.refresh_from_db()
    last = AuditEvent.objects.order_by("pk").last()
    assert last.data == {"recheck": row.pk, "signing": "signed", "signature": row.signature.sha256}


def test_on_the_page_a_drawn_name_is_kept_though_the_rest_is_refused(row: Recheck) -> None:
    task, client = row.subject, Client()
    client.force_login(checks.inspector_of(task))
    here = f"/console/inspections/{task.pk}/rechecks/{row.pk}/signature/"
    page = client.get(here)
    html = page.content.decode()
    assert [part in html for part in (FOUND, "data-signature", "整改结果", "请被检查方通读")] == [True] * 4
    told = hidden(page)
    bare = client.post(here, {**told, "signing": "signed", "signatory": "", "file": drawn_name()})
    row.refresh_from_db()
    assert (bare.status_code, "请填写签字人的姓名。" in bare.content.decode(), row.signature is not None) == (
        422,
        True,
        True,
    )
    assert "已保存的签字" in bare.content.decode()
    wrong = client.post(
        here, {**told, "signing": "signed", "signatory": "卫认证", "file": SimpleUploadedFile("a.png", b"x")}
    )
    assert (wrong.status_code, 'value="卫认证"' in wrong.content.decode(), 'id="signature-error"' in wrong.content.decode()) == (
        422, True, True,
    )  # fmt: skip
    assert client.post(here, {**told, "signing": "signed", "signatory": "卫认证"}).status_code == 302
    assert Recheck.objects.get(pk=row.pk).signatory == "卫认证"
    assert "卫认证" in client.get(f"/console/inspections/{task.pk}/").content.decode()
    confirmed(row)
    assert client.get(here).status_code == 302
    stranger = Client()
    stranger.force_login(make.user())
    assert stranger.get(here).status_code == 403

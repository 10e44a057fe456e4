"""标识使用登记: what the holder registers, what the operator makes of it, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from certification.authorizations.standing.entries import holders_agenda, operators_agenda
from certification.duties.usages.acts import Marked, approve, hand_back, resubmit, revoke
from certification.duties.usages.pictures.areas import Area
from certification.models import Authorization, MarkUsage, PictureMark, UsagePicture
from tests import make
from tests.certification.duties.usages.make import facts, picture, usage
from tests.refusing import unlike
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(reference):
    return make.officer(Role.OPERATOR_OFFICER)


def told(key):
    return InboxMessage.objects.filter(key=key)


def test_a_usage_is_registered_with_its_pictures_and_waits_for_the_operator(issued, officer):
    mark = issued()
    row = usage(mark, uploads=[picture("正面.png"), picture("背面.jpg", (30, 90))])
    assert (row.state, row.number, row.round) == ("registered", f"{mark.number}-U01", 1)
    assert row.due_on == add_working_days(the_clock.today(), 10).date
    kept = [(one.position, one.file.name, one.width, one.height) for one in row.pictures.all()]
    assert kept == [(1, "正面.png", 80, 40), (2, "背面.jpg", 30, 90)]
    assert officer.pk in told("usage_to_review").values_list("user", flat=True)
    assert AuditEvent.objects.filter(action="mark_usage.register").count() == 1
    assert usage(mark).number == f"{mark.number}-U02"


def test_a_picture_taken_upright_is_measured_as_it_is_shown(issued):
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    turned = picture("竖拍.jpg", (90, 30), exif=exif)
    row = usage(issued(), uploads=[turned])
    assert [(one.width, one.height) for one in row.pictures.all()] == [(30, 90)]


def test_the_operator_accepts_and_the_holder_is_told(issued, officer):
    row = approve(usage(issued()), user=officer, seen=0, note="位置合适")
    assert (row.state, row.answer) == ("approved", "位置合适")
    assert "位置合适" in told("usage_approved").get().body


def test_a_returned_one_shows_its_marks_and_is_filed_again_with_better_pictures(issued, officer):
    mark = issued()
    row = usage(mark, uploads=[picture("好.png"), picture("坏.png")])
    good, bad = row.pictures.all()
    marks = [Marked(bad.pk, Area(125, 250, 250, 125), "标识被拉宽")]
    row = hand_back(row, user=officer, seen=0, reason="标识变形", marks=marks)
    assert [str(one) for one in PictureMark.objects.filter(picture__usage=row)] == ["1 B3-C3 标识被拉宽"]
    assert "标识变形" in told("usage_returned").get().body
    row = resubmit(
        row, facts(place="成都市新津区工厂"), user=mark.application.created_by, seen=row.revision, keep=[good.pk],
        uploads=[picture("改好.png")],
    )  # fmt: skip
    assert (row.state, row.round, row.place, row.answer) == ("registered", 2, "成都市新津区工厂", "")
    assert [one.file.name for one in row.pictures.filter(round=2)] == ["好.png", "改好.png"]
    assert row.pictures.filter(round=1).count() == 2
    change = row.changes.last()
    assert (change.transition, change.inputs["kept"]) == ("resubmit", 1)
    assert "成都市新津区工厂" in change.inputs["facts"]


def test_a_revoked_one_is_over_and_the_mark_stays_in_force(issued, officer):
    mark = issued()
    row = approve(usage(mark), user=officer, seen=0)
    row = revoke(row, user=officer, seen=row.revision, reason="用于未获授权的型号")
    assert row.state == "revoked"
    assert "用于未获授权的型号" in told("usage_revoked").get().body
    assert Authorization.objects.get(pk=mark.pk).state == "active"


def test_what_is_wrong_with_it_is_said_in_words_and_nothing_is_kept(issued):
    mark = issued()
    owner, day = mark.application.created_by, timedelta(days=1)

    def ask(uploads=None, **more):
        return lambda: usage(mark, owner, uploads, **more)

    cases = [
        ("“T 恤”不是可以使用标识的载体，请选择：产品及包装、说明书、经营场所、广告宣传。", ask(carrier="T 恤")),
        ("型号“E-999”不在授权范围内，不得使用标识。授权的型号为：E-100。", ask(model_names=["E-100", "E-999"])),
        ("请选择使用标识的型号。", ask(model_names=[])),
        ("请写明使用标识的地点或媒体。", ask(place=" ")),
        ("开始使用日期应在授权有效期内", ask(starts_on=mark.starts_on - day, ends_on=None)),
        ("开始使用日期应在授权有效期内", ask(starts_on=mark.ends_on + day, ends_on=None)),
        ("使用至的日期早于开始使用日期，请核对。", ask(starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1))),
        ("使用至的日期应在授权有效期内", ask(ends_on=mark.ends_on + day)),
        ("请至少上传一张样图：能看清标识和编号的照片或设计稿。", ask(uploads=[])),
        ("样图最多 6 张，这次有 7 张，请减少后提交。", ask(uploads=[picture() for _ in range(7)])),
        ("此处不接收扩展名“.pdf”", ask(uploads=[make.pdf("包装.pdf")])),
        ("内容却是纯文本", ask(uploads=[SimpleUploadedFile("包装.png", b"hello", "image/png")])),
        ("图片不完整或已损坏", ask(uploads=[SimpleUploadedFile("包装.png", picture().read()[:60], "image/png")])),
    ]
    files = StoredFile.objects.count()
    assert unlike(cases) == {}
    assert (MarkUsage.objects.count(), UsagePicture.objects.count()) == (0, 0)
    assert StoredFile.objects.count() == files


def test_a_mark_that_may_not_be_used_is_registered_for_nothing(issued, clock):
    mark = issued()
    said = {
        "pending": "授权尚未生效，证书和标识制发后才能登记标识使用。",
        "suspended": "授权已暂停，暂停期间不得使用标识；恢复后再登记。",
        "withdrawn": "授权已被撤销，不得再使用标识，不能登记。",
        "cancelled": "授权已注销，不再使用标识，不能登记。",
        "superseded": "该授权已换证，请在新的授权下登记。",
    }
    found = {}
    for state in said:
        Authorization.objects.filter(pk=mark.pk).update(state=state)
        with pytest.raises(NotPossible) as refusal:
            usage(mark)
        found[state] = str(refusal.value)
    assert found == said
    Authorization.objects.filter(pk=mark.pk).update(state="active")
    clock.set(mark.ends_on + timedelta(days=1))
    with pytest.raises(NotPossible, match="授权已过有效期，不得再使用标识，不能登记。"):
        usage(mark)


def test_more_than_the_policy_allows_are_refused_until_one_is_stopped(issued, officer):
    mark = issued()
    set_policy("usage.most", 2, source="测试", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    first, _ = usage(mark), usage(mark)
    with pytest.raises(NotPossible, match="该授权已有 2 项使用登记，最多 2 项。请先停用不再使用的，或合并登记。"):
        usage(mark)
    first = approve(first, user=officer, seen=0)
    revoke(first, user=officer, seen=first.revision, reason="停用")
    assert usage(mark).serial == 3


def test_only_members_who_may_edit_register(issued):
    mark = issued()
    for person in (
        make.member(mark.enterprise.organisation, sign=True),
        make.founder(make.enterprise("别家").organisation),
    ):
        with pytest.raises(NotAllowed, match="您只有查看权限。需要登记标识使用的，请联系企业管理员。"):
            usage(mark, person)


def test_the_second_officer_reads_that_somebody_was_faster(issued, officer):
    row = usage(issued())
    approve(row, user=officer, seen=0)
    with pytest.raises(Overtaken):
        hand_back(row, user=make.officer(Role.OPERATOR_OFFICER), seen=0, reason="x")


def test_a_mark_on_another_submission_is_refused(issued, officer):
    mark = issued()
    row, other = usage(mark), usage(mark)
    foreign = [Marked(other.pictures.get().pk, Area(0, 0, 10, 10), "x")]
    with pytest.raises(ValidationError, match="请选择本次提交的一张样图。"), transaction.atomic():
        hand_back(row, user=officer, seen=0, reason="x", marks=foreign)
    assert MarkUsage.objects.get(pk=row.pk).state == "registered"


def test_the_database_keeps_a_mark_within_its_picture(issued):
    one = usage(issued()).pictures.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PictureMark.objects.create(picture=one, number=1, left=900, top=0, width=101, height=10, text="x")


def test_both_pages_of_an_authorization_say_how_many_stand_and_wait(issued, officer):
    mark, today = issued(), the_clock.today()

    def words(agenda):
        return [entry.what for entry in agenda(mark, today).entries if entry.title == "标识使用登记"]

    assert words(operators_agenda) == []
    assert words(holders_agenda) == ["在包装、说明书、经营场所、广告宣传上使用标识前，请登记并附样图"]
    approve(usage(mark), user=officer, seen=0)
    hand_back(usage(mark), user=officer, seen=0, reason="x")
    usage(mark)
    assert words(holders_agenda) == ["已登记 1 项，等待审核 1 项，已退回 1 项，请修改"]
    assert words(operators_agenda) == ["已登记 1 项，等待审核 1 项，已退回 1 项"]


def test_a_model_that_is_named_for_a_product_without_models_is_refused(issued):
    mark = issued()
    Authorization.objects.filter(pk=mark.pk).update(models_text="")
    mark.refresh_from_db()
    with pytest.raises(NotPossible, match="型号“E-100”不在授权范围内，不得使用标识。该授权不区分型号。"):
        usage(mark)
    assert usage(mark, model_names=[]).model_names == []

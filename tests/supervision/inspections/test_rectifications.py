"""整改: reported by who signs for the inspected side, read by the team or an organiser, reminded of, looked at again."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionObject
from supervision.inspections.consequences.rectifications import (
    answer_report,
    file_report,
    is_late,
    is_unreported,
    order_facts,
    remind_of_limits,
    report_facts,
)
from supervision.inspections.models import InspectionTask, RectificationFile, RectificationReport
from supervision.inspections.states import ResultWord, TaskState
from supervision.inspections.work import alerts
from supervision.inspections.work.sources import late_rectifications, own_tasks, reports_to_read
from tests import make
from tests.pages import hidden
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def ordered(people: Any, clock: Any) -> tuple[InspectionTask, User]:
    """A body's published result with a limit of thirty days, and who signs for the body."""
    task, body = checks.first(checks.drawn(people, clock)), make.body()
    signer = make.member(body.organisation, sign=True)
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=task.object_id).update(body=body)
    return checks.published(InspectionTask.objects.get(pk=task.pk), people[0], ResultWord.ORDERED), signer


def filed(task: InspectionTask, user: User, text: str = "已更换全部对比表。") -> RectificationReport:
    return file_report(task, user=user, text=text, uploads=[make.pdf("整改照片.pdf")], shown=NO_PAGE)


def answered(report: RectificationReport, user: User, *, accept: bool = True, answer: str = "") -> RectificationReport:
    return answer_report(report, user=user, accept=accept, answer=answer, shown=NO_PAGE)


def told(key: str) -> int:
    return InboxMessage.objects.filter(key=key).count()


def test_a_report_is_filed_by_who_signs_upon_what_was_ordered(ordered: Any, people: Any) -> None:
    task, signer = ordered
    reader = make.member(task.object.body.organisation, edit=True, manage=True)
    for person in (reader, make.user(), make.founder(make.body("别家认证有限公司").organisation)):
        with pytest.raises(NotAllowed, match="有签署权限的成员"):
            filed(task, person)
    with pytest.raises(Changed):
        file_report(task, user=signer, text="已改。", uploads=[make.pdf()], shown=stamp({"整改期限": "别的"}))
    shown = stamp(order_facts(task))
    row = file_report(task, user=signer, text=" 已改。 ", uploads=[make.pdf("甲.pdf"), make.pdf("乙.pdf")], shown=shown)
    assert (row.text, [one.file.name for one in row.files.all()]) == ("已改。", ["甲.pdf", "乙.pdf"])
    assert told("rectification_filed") == 2 + len(people)
    with pytest.raises(DatabaseError), transaction.atomic():
        RectificationReport.objects.filter(pk=row.pk).update(text="改动")
    with pytest.raises(DatabaseError), transaction.atomic():
        RectificationReport.objects.filter(pk=row.pk).delete()


def test_a_report_says_what_was_done_with_evidence_and_bad_files_keep_nothing(ordered: Any) -> None:
    task, signer = ordered
    for text, uploads, sentence in (
        (" ", [make.pdf()], "请写明整改情况"),
        ("字" * 4001, [make.pdf()], "不超过 4000 字"),
        ("已改。", [], "至少上传一份"),
        ("已改。", [make.pdf() for _ in range(21)], "最多 20 份"),
    ):
        with pytest.raises(NotPossible, match=sentence):
            file_report(task, user=signer, text=text, uploads=uploads, shown=NO_PAGE)
    fake = SimpleUploadedFile("照片.jpg", b"no picture")
    with pytest.raises(ValidationError, match="照片"):
        file_report(task, user=signer, text="已改。", uploads=[make.pdf(), fake], shown=NO_PAGE)
    assert (RectificationReport.objects.count(), RectificationFile.objects.count()) == (0, 0)


def test_one_report_stands_and_a_returned_one_may_be_filed_again(ordered: Any, people: Any) -> None:
    task, signer = ordered
    row = filed(task, signer)
    with pytest.raises(NotPossible, match="正在审阅"):
        filed(task, signer)
    for person in (make.user(), signer):
        with pytest.raises(NotAllowed, match="检查组或抽查组织人"):
            answered(row, person)
    with pytest.raises(NotPossible, match="退回的须写明理由"):
        answered(row, people[0], accept=False)
    answered(row, people[0], accept=False, answer="照片看不清。")
    with pytest.raises(NotPossible, match="已经审阅"):
        answered(row, people[1])
    again = filed(task, signer, "已补照片。")
    with pytest.raises(Changed):
        answer_report(again, user=people[0], accept=True, answer="", shown=stamp(report_facts(row)))
    done = answered(again, checks.inspector_of(task))
    assert done.reinspect_by == add_working_days(the_clock.today(), 10).date
    with pytest.raises(NotPossible, match="已经接受"):
        filed(task, signer)
    assert (told("rectification_returned"), told("rectification_accepted"), told("reinspection_ordered")) == (1, 1, 2)


def test_reports_lie_on_the_right_desk_and_then_the_reinspection(ordered: Any, people: Any, clock: Any) -> None:
    task, signer = ordered
    member = checks.inspector_of(task)
    row = filed(task, signer)
    assert [found(people[0]).count() for found in (reports_to_read, late_rectifications)] == [1, 0]
    assert own_tasks(member).get(pk=task.pk).report == row.pk
    done = answered(row, people[0])
    assert reports_to_read(people[0]).count() == 0
    clock.set((done.reinspect_by + timedelta(days=1)).isoformat())
    assert [one.again_by for one in late_rectifications(people[0])] == [done.reinspect_by]
    over = checks.reinspected(task, passed=True, findings="已全部更换。")
    assert (over.state, told("reinspection_result")) == (TaskState.CLOSED, 1)
    assert late_rectifications(people[0]).count() == 0


def test_the_limit_is_told_before_on_and_after_its_last_day_once_each(ordered: Any, people: Any, clock: Any) -> None:
    task, signer = ordered
    counts = []
    for days in (-8, -7, -6, -1, 0, 1, 2):
        clock.set((task.rectify_by + timedelta(days=days)).isoformat())
        remind_of_limits(the_clock.today())
        remind_of_limits(the_clock.today())
        counts.append((days, told("rectification_due_soon"), told("rectification_overdue")))
    assert counts == [(-8, 0, 0), (-7, 1, 0), (-6, 1, 0), (-1, 1, 0), (0, 2, 0), (1, 2, 1), (2, 2, 1)]
    assert told("rectification_overdue_desk") == 2 + len(people)
    assert [one.pk for one in late_rectifications(people[0])] == [task.pk]
    client = Client()
    client.force_login(people[0])
    assert "整改逾期" in client.get(f"/console/inspections/{task.pk}/").content.decode()


def test_whoever_has_reported_is_not_reminded_and_a_late_report_is_still_taken(
    ordered: Any, people: Any, clock: Any
) -> None:
    task, signer = ordered
    row = filed(task, signer)
    clock.set((task.rectify_by + timedelta(days=1)).isoformat())
    remind_of_limits(the_clock.today())
    assert (told("rectification_overdue"), late_rectifications(people[0]).count()) == (0, 0)
    assert (list(alerts.not_put_right(people[0])), is_unreported(task), is_late(task)) == ([], False, False)
    answered(row, people[0], accept=False, answer="不够。")
    assert (list(alerts.not_put_right(people[0])), is_unreported(task), is_late(task)) == ([task], True, True)
    remind_of_limits(the_clock.today())
    assert (told("rectification_overdue"), late_rectifications(people[0]).count()) == (1, 1)
    assert filed(task, signer, "补交。").pk > row.pk


def test_past_the_limit_a_waiting_report_is_the_alert_not_the_object(ordered: Any, people: Any, clock: Any) -> None:
    task, signer = ordered
    row = filed(task, signer)
    clock.set(task.rectify_by)
    assert list(alerts.unread(people[0])) == []
    clock.advance(days=1)
    desks = (people[0], checks.inspector_of(task), make.officer(Role.PROVINCE_OFFICER))
    assert [(list(alerts.unread(desk)), list(alerts.not_put_right(desk))) for desk in desks] == [([task], [])] * 3
    others = (make.officer(Role.INSPECTOR), make.officer(Role.OPERATOR_OFFICER))
    assert [list(alerts.unread(desk)) for desk in others] == [[], []]
    words = alerts._unread(alerts.unread(people[0]).get()).what
    assert (
        "整改报告于 2026 年" in words or "整改报告于2026" in words,
        "尚未审阅" in words,
        "被检查单位不算逾期" in words,
    ) == (True, True, True)
    client = Client()
    client.force_login(desks[1])
    assert "整改报告未审阅" in client.get("/console/alerts/").content.decode()
    answered(row, people[0], accept=False, answer="不够。")
    assert (list(alerts.unread(people[0])), list(alerts.not_put_right(people[0]))) == ([], [task])
    filed(task, signer, "补交。")
    assert (len(alerts.unread(people[0])), len(alerts.not_put_right(people[0]))) == (1, 0)


def test_after_an_accepted_report_the_day_of_the_reinspection_counts(ordered: Any, people: Any, clock: Any) -> None:
    task, signer = ordered
    clock.set(task.rectify_by)
    row = answered(filed(task, signer), people[0])
    late = lambda: (late_rectifications(people[0]).count(), len(alerts.not_put_right(people[0])), is_late(task))  # noqa: E731
    clock.set(row.reinspect_by)
    assert (late(), is_unreported(task)) == ((0, 0, False), False)
    clock.advance(days=1)
    assert (late(), is_unreported(task)) == ((1, 1, True), False)
    assert "复查期限" in alerts._not_put_right(alerts.not_put_right(people[0]).get()).what


def test_the_report_goes_through_the_pages_and_nothing_typed_is_lost(ordered: Any, people: Any) -> None:
    task, signer = ordered
    client, page, here = Client(), f"/portal/inspections/{task.pk}/rectification/", f"/portal/inspections/{task.pk}/"
    client.force_login(signer)
    html = client.get(here).content.decode()
    assert ("对比表与公布的不一致" in html, "提交整改报告" in html, "检查员" in html) == (True, True, False)
    form = client.get(page)
    assert "对比表与公布的不一致" in form.content.decode()
    bad = {**hidden(form), "text": "已更换。", "files": SimpleUploadedFile("照片.jpg", b"no picture")}
    refused = client.post(page, bad)
    html = refused.content.decode()
    assert (refused.status_code, "已更换。" in html, "文件未保存" in html) == (422, True, True)
    done = client.post(page, {**hidden(form), "text": "已更换。", "files": make.pdf("证明.pdf")})
    assert (done.status_code, done["Location"]) == (302, here)
    again = client.post(page, {**hidden(form), "text": "已更换。", "files": make.pdf("证明.pdf")})
    assert (again.status_code, RectificationReport.objects.count()) == (302, 1)
    assert client.get(page).status_code == 302
    report = RectificationReport.objects.get()
    url = report.files.get().file.get_absolute_url()

    boss, stranger = Client(), Client()
    boss.force_login(people[0])
    stranger.force_login(make.founder(make.body("别家认证有限公司").organisation))
    assert [one.get(url).status_code for one in (client, boss, stranger)] == [200, 200, 404]
    assert stranger.get(page).status_code == 404
    read, answer = hidden(boss.get(f"/console/inspections/{task.pk}/")), f"/console/inspections/{task.pk}/reports/"
    kept = boss.post(f"{answer}{report.pk}/", {**read, "act": "return", "note": ""})
    assert (kept.status_code, "退回的须写明理由" in kept.content.decode()) == (422, True)
    assert boss.post(f"{answer}{report.pk}/", {**read, "act": "accept", "note": ""}).status_code == 302
    assert "检查组将在" in client.get(here).content.decode()

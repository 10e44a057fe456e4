"""抽样检验: taken once, reported and confirmed by two, told, repeated by another laboratory; the last verdict counts."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pgtrigger
import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from supervision.directories.models import InspectionItem, InspectionObject
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import file_record, open_record, save_record
from supervision.inspections.results.conclusions import conclude
from supervision.inspections.samples.acts import (
    ask_retest,
    confirm,
    order_retest,
    refuse_retest,
    remind_of_reports,
    report,
    send,
    send_back,
    settle_due,
    take,
)
from supervision.inspections.samples.console.forms import ReportForm
from supervision.inspections.samples.models import Sample, SampleTest
from supervision.inspections.samples.sources import for_organiser, for_team
from supervision.inspections.states import ResultWord
from tests import make
from tests.refusing import refusal_of
from tests.supervision.inspections import make as checks
from tests.trail import unlike
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
SHEET = {
    "product": "板式家具 1200 型", "batch": "20261103", "quantity": "3 件", "backup": "3 件，封存于企业成品库",
    "place": "成品库待销产品", "sealer": "罗检查、王经理",
}  # fmt: skip
FIRST, SECOND = ("甲检验院", "CMA 2026001"), ("乙检验院", "CMA 2026002")


@pytest.fixture
def people(clock: Any, reference: None) -> Any:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def task(people: Any, clock: Any) -> InspectionTask:
    """Assigned; its object is a body whose member may sign."""
    plan = checks.drawn(people, clock)
    found, body = checks.first(plan), make.body()
    InspectionObject.objects.filter(body=body).update(body=None)
    InspectionObject.objects.filter(pk=found.object_id).update(body=body)
    make.member(body.organisation, sign=True)
    with pgtrigger.ignore("supervision.InspectionItem:inspection_item_stands"):
        InspectionItem.objects.filter(pk=checks.item_of(found).pk).update(methods=["sampling"])
    return InspectionTask.objects.get(pk=found.pk)


def signer(task: InspectionTask) -> Any:
    assert task.object.body is not None
    return task.object.body.organisation.memberships.get().user


def sampled(task: InspectionTask) -> Sample:
    """Taken, the record filed, the laboratory at work."""
    user = checks.inspector_of(task)
    row = take(task, checks.item_of(task), SHEET, user)
    checks.whole_record(task, user, "sampled")
    file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    return at_laboratory(row, user)


def at_laboratory(row: Sample, user: Any) -> Sample:
    row = Sample.objects.get(pk=row.pk)
    return send(row, user=user, seen=row.revision, laboratory=FIRST[0], accreditation=FIRST[1])


def reported(row: Sample, user: Any, verdict: str, number: str = "W-1") -> Sample:
    row = Sample.objects.get(pk=row.pk)
    return report(
        row, user=user, seen=row.revision, upload=checks.picture(f"{number}.png"), report_number=number,
        reported_on=the_clock.today(), verdict=verdict, measured="甲醛 0.3 mg/m³，标准不大于 0.1。",
    )  # fmt: skip


def confirmed(row: Sample, user: Any) -> Sample:
    row = Sample.objects.get(pk=row.pk)
    return confirm(row, user=user, seen=row.revision, shown=NO_PAGE)


def told(key: str) -> int:
    return InboxMessage.objects.filter(key=key).count()


def test_a_failed_test_is_repeated_by_another_laboratory_whose_result_counts(
    task: Any, people: Any, clock: Any
) -> None:
    row, user = sampled(task), checks.inspector_of(task)
    assert row in for_team(user)
    row = reported(row, user, "fail")
    assert (row in for_organiser(people[0]), told("sample_step")) == (True, 2)
    row = confirmed(row, people[0])
    # Fifteen days later is a Saturday: the term ends with the next working day.
    assert (row.state, str(the_clock.today()), str(row.retest_until)) == ("told", "2026-11-27", "2026-12-14")
    assert told("sample_failed") == 1
    row = ask_retest(row, user=signer(task), reason="取样的批号有误。")
    for name, number in ((FIRST[0], "CMA 9"), ("丙检验院", FIRST[1])):
        with pytest.raises(NotPossible, match="另一家检验机构"):
            order_retest(row, user=people[1], seen=row.revision, laboratory=name, accreditation=number)
    row = Sample.objects.get(pk=row.pk)
    row = order_retest(row, user=people[1], seen=row.revision, laboratory=SECOND[0], accreditation=SECOND[1])
    with pytest.raises(NotPossible, match="检验结果尚未生效"):
        said(task, user, ResultWord.NORMAL)
    row = confirmed(reported(row, user, "pass", "W-2"), people[1])
    assert (row.state, row.verdict, told("sample_retest_answered"), told("sample_final")) == ("final", "pass", 1, 1)
    assert said(task, user, ResultWord.NORMAL).word == "normal"


def said(task: InspectionTask, user: Any, word: str) -> InspectionTask:
    fresh = InspectionTask.objects.get(pk=task.pk)
    limit = the_clock.today() + timedelta(days=30) if word == ResultWord.ORDERED else None
    return conclude(fresh, user=user, seen=fresh.revision, word=word, explanation="见检验报告。", rectify_by=limit)


def test_a_failure_nobody_contests_counts_from_the_day_after_the_term(task: Any, people: Any, clock: Any) -> None:
    user = checks.inspector_of(task)
    row = confirmed(reported(sampled(task), user, "fail"), people[0])
    last = row.retest_until
    assert (settle_due(last), settle_due(last)) == (0, 0)
    clock.set((last + timedelta(days=1)).isoformat())
    with pytest.raises(NotPossible, match="期限已过"):
        ask_retest(row, user=signer(task), reason="有误。")
    assert (settle_due(the_clock.today()), settle_due(the_clock.today())) == (1, 0)
    assert Sample.objects.get(pk=row.pk).verdict == "fail"
    with pytest.raises(NotPossible, match="检验结果不合格"):
        said(task, user, ResultWord.NORMAL)
    # The failed test is the problem that the word claims.
    assert said(task, user, ResultWord.ORDERED).word == "ordered"


def test_the_term_for_a_retest_holds_to_the_end_of_its_last_day(task: Any, people: Any, clock: Any) -> None:
    row = confirmed(reported(sampled(task), checks.inspector_of(task), "fail"), people[0])
    clock.set(row.retest_until.isoformat())
    with pytest.raises(NotPossible, match="复检申请期至"):
        advance(row, "settle", actor=SYSTEM, seen=row.revision, verdict="fail")
    assert ask_retest(Sample.objects.get(pk=row.pk), user=signer(task), reason="批号有误。").state == "asked"


def test_a_report_is_not_older_than_its_sample_nor_of_tomorrow(task: Any, people: Any) -> None:
    row, user, today = sampled(task), checks.inspector_of(task), the_clock.today()
    for day, refused in ((-1, True), (1, True), (0, False)):
        given = {"report_number": "W-1", "reported_on": today + timedelta(days=day), "verdict": "pass"}
        said = refusal_of(
            lambda given=given: report(row, user=user, seen=row.revision, upload=checks.picture("报告.png"), **given)
        )
        assert ("报告日期应在送检之后，且不晚于今天。" in said) == refused, day


def test_a_passed_test_counts_at_once(task: Any, people: Any) -> None:
    row = confirmed(reported(sampled(task), checks.inspector_of(task), "pass"), people[0])
    assert (row.state, row.verdict, row.retest_until, told("sample_failed")) == ("final", "pass", None, 0)


def test_two_people_stand_behind_a_verdict_and_a_confirmed_report_stands(task: Any, people: Any) -> None:
    user = checks.inspector_of(task)
    row = reported(sampled(task), user, "fail")
    with pytest.raises(NotAllowed):
        confirmed(row, user)
    with pytest.raises(NotPossible):
        send_back(Sample.objects.get(pk=row.pk), user=people[0], seen=row.revision, note="")
    row = send_back(Sample.objects.get(pk=row.pk), user=people[0], seen=row.revision, note="报告缺页。")
    row = confirmed(reported(row, user, "fail"), people[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        SampleTest.objects.filter(sample=row).update(verdict="pass")


def test_a_report_is_whole(task: Any, people: Any) -> None:
    user = checks.inspector_of(task)
    with pytest.raises(NotPossible, match="抽样单请填写完整：封样人"):
        take(task, checks.item_of(task), {**SHEET, "sealer": " "}, user)
    with pytest.raises(NotPossible, match="样品尚未送检"):
        confirmed(take(task, checks.item_of(task), SHEET, user), people[0])
    row = at_laboratory_alone(task, user)
    bare = {"upload": None, "report_number": " ", "reported_on": the_clock.today(), "verdict": "pass"}
    with pytest.raises(NotPossible, match="请填写检验报告编号"):
        report(row, user=user, seen=row.revision, **bare)
    said = ReportForm({"verdict": "fail"}, {}).errors.as_text()
    for words in ("请填写报告日期", "请上传检验报告", "请写明不合格的项目和实测值"):
        assert words in said


def at_laboratory_alone(task: InspectionTask, user: Any) -> Sample:
    """The sample of a task, once its record is filed."""
    checks.whole_record(task, user, "sampled")
    file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    return at_laboratory(task.samples.get(), user)


def test_a_retest_is_refused_by_who_did_not_confirm_and_the_first_result_counts(task: Any, people: Any) -> None:
    row = confirmed(reported(sampled(task), checks.inspector_of(task), "fail"), people[0])
    with pytest.raises(NotAllowed):
        ask_retest(row, user=make.user(), reason="有误。")
    with pytest.raises(NotPossible):
        ask_retest(Sample.objects.get(pk=row.pk), user=signer(task), reason=" ")
    row = ask_retest(Sample.objects.get(pk=row.pk), user=signer(task), reason="有误。")
    with pytest.raises(NotPossible, match="另一位抽查组织人"):
        refuse_retest(row, user=people[0], seen=row.revision, note="微生物项目不复检。")
    row = refuse_retest(Sample.objects.get(pk=row.pk), user=people[1], seen=row.revision, note="微生物项目不复检。")
    assert (row.state, row.verdict) == ("final", "fail")


def test_a_late_report_reminds_the_team_once(task: Any, people: Any, clock: Any) -> None:
    row = sampled(task)
    clock.set(row.tests.get().due_on)
    assert remind_of_reports(the_clock.today()) == 0
    clock.advance(days=1)
    remind_of_reports(the_clock.today())
    remind_of_reports(the_clock.today())
    assert told("sample_step") == row.task.members.count()


def test_a_sheet_is_whole_of_the_task_and_sent_once(task: Any, people: Any) -> None:
    user, key = checks.inspector_of(task), uuid4()
    client = Client()
    client.force_login(user)
    url, item = f"/console/inspections/{task.pk}/samples/", checks.item_of(task).pk
    for _ in range(2):
        sent = {**SHEET, "item": item, "key": str(key)}
        assert client.post(url, sent, headers={"X-Follow": "script"}).status_code == 200
    assert task.samples.count() == 1
    for wrong, words in (({"batch": ""}, "生产日期或批号"), ({"item": 999999}, "以抽样检验进行的一个事项")):
        answer = client.post(url, {**SHEET, "item": item, **wrong})
        assert (answer.status_code, words in answer.content.decode(), "板式家具" in answer.content.decode()) == (
            422, True, True,
        )  # fmt: skip
    other = InspectionTask.objects.exclude(pk=task.pk)[0]
    stranger = set(other.members.values_list("inspector", flat=True)) - set(
        task.members.values_list("inspector", flat=True)
    )
    assert stranger or client.post(f"/console/inspections/{other.pk}/samples/", SHEET).status_code == 422


def test_waiting_for_a_test_needs_a_sample(task: Any, people: Any) -> None:
    user = checks.inspector_of(task)
    checks.whole_record(task, user, "sampled")
    with pytest.raises(NotPossible, match="请登记抽样单"):
        file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    _, record = open_record(task, user)
    save_record(record, {f"answer-{checks.item_of(task).pk}": "pass"}, user)


def test_the_way_of_a_sample_by_the_pages(task: Any, people: Any) -> None:
    row, inspector, boss, firm = sampled(task), Client(), Client(), Client()
    for client, user in ((inspector, checks.inspector_of(task)), (boss, people[0]), (firm, signer(task))):
        client.force_login(user)
    url, own = f"/console/samples/{row.pk}/", f"/portal/samples/{row.pk}/"
    assert "应出具报告日期" in inspector.get(url).content.decode()
    form = {
        "seen": row.revision,
        "report_number": "W-1",
        "reported_on": the_clock.today().isoformat(),
        "verdict": "fail",
    }
    refused = inspector.post(f"{url}report/", {**form, "upload": checks.picture("报告.png")})
    assert (refused.status_code, "W-1" in refused.content.decode()) == (422, True)
    form["measured"] = "甲醛 0.3。"
    assert inspector.post(f"{url}report/", {**form, "upload": checks.picture("报告.png")}).status_code == 302
    file = SampleTest.objects.get().report.get_absolute_url()  # type: ignore[union-attr]
    assert (firm.get(file).status_code, "甲醛" in firm.get(own).content.decode()) == (404, False)
    html = boss.get(url).content.decode()
    shown = html.split('name="shown" value="')[1].split('"')[0]
    answer = boss.post(f"{url}confirm/", {"seen": row.revision + 1, "shown": shown, "act": "confirm"})
    assert answer.status_code == 302
    html = firm.get(own).content.decode()
    assert ("申请复检" in html, "甲醛" in html, firm.get(file).status_code) == (True, True, 200)
    assert firm.post(own, {"note": ""}).status_code == 422
    assert firm.post(own, {"note": "批号有误。"}).status_code == 302
    assert "批号有误" in boss.get(url).content.decode()
    stranger = Client()
    stranger.force_login(make.founder(make.body("别家认证有限公司").organisation))
    assert (stranger.get(own).status_code, stranger.get(file).status_code) == (404, 404)


def test_a_sample_that_is_taken_is_in_the_trail(task: Any) -> None:
    user = checks.inspector_of(task)
    assert unlike([("sample.taken", user, None, lambda: take(task, checks.item_of(task), SHEET, user))]) == {}

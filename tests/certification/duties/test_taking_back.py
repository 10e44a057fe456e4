"""What a holder filed he may take back until somebody has taken it up: nothing written is lost, nothing is left behind."""

import pytest
from django.urls import reverse

from certification.authorizations.sanctions.acts import drop
from certification.authorizations.standing.timeline import holders_timeline
from certification.duties.incidents.acts import acknowledge, file_incident, propose_suspension, take_back
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.acts import take_back as take_report_back
from certification.duties.usages.acts import approve, resubmit
from certification.duties.usages.acts import take_back as take_usage_back
from certification.models import AnnualReport, Authorization, Incident, MarkUsage
from supervision.lists.risk.reckoner import reckon
from tests import make
from tests.certification.duties.conftest import sign
from tests.certification.duties.test_incidents import FACTS
from tests.certification.duties.usages.make import facts, usage
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db


def refused(call, kind=NotPossible):
    with pytest.raises(kind) as caught:
        call()
    return str(caught.value)


def todo(person):
    return {found.source.key: len(found.items) for found in waiting_for(person, Kind.TODO)}


@pytest.fixture
def mark(issued, clock):
    row = issued()
    clock.set("2027-05-10")
    return row


def test_a_report_is_taken_back_mended_and_filed_again_with_every_filing_on_record(mark, filed, pair, signed_in):
    report, person = filed(mark), mark.application.created_by
    assert todo(pair[0])["certification.annual_reports"] == 1
    at, client = reverse("portal:annual_report", args=[mark.pk, 2026]), signed_in(person)
    assert "审查完成以前可以撤回" in client.get(at).content.decode()
    done = client.post(at, {"act": "take_back", "seen": report.revision}, follow=True)
    assert "已撤回，请修改后重新报送" in done.content.decode()
    report.refresh_from_db()
    assert (report.state, report.decide_by, report.revenue, report.files.count()) == ("draft", None, 860, 1)
    assert todo(pair[0]).get("certification.annual_reports", 0) == 0
    assert sign(report).round == 2
    assert [row["what"] for row in holders_timeline(mark, the_clock.today())[:3]] == [
        "报送 2026 年度自查报告",
        "撤回 2026 年度自查报告",
        "报送 2026 年度自查报告",
    ]


def test_what_was_returned_before_is_still_to_be_mended_after_it_was_taken_back(mark, filed, pair, signed_in):
    report, person = filed(mark), mark.application.created_by
    report = send_back(report, user=pair[0], seen=report.revision, reason="请换成盖章的报告。")
    sign(report)
    report.refresh_from_db()
    take_report_back(report, user=person, seen=report.revision)
    page = signed_in(person).get(reverse("portal:annual_report", args=[mark.pk, 2026])).content.decode()
    assert ("运营机构退回补正" in page, "请换成盖章的报告。" in page) == (True, True)


def test_who_comes_second_reads_who_was_first(mark, filed, pair):
    report, person = filed(mark), mark.application.created_by
    seen = report.revision
    accept_report(report, user=pair[0], seen=seen)
    assert "已先行办理" in refused(lambda: take_report_back(report, user=person, seen=seen), Overtaken)
    report.refresh_from_db()
    assert refused(lambda: take_report_back(report, user=person, seen=report.revision)) == (
        "当前状态为“已接受”，不能撤回年度自查报告。"
    )


def test_only_who_signs_takes_a_report_back_and_never_one_of_another_enterprise(mark, filed, signed_in, clock):
    report = filed(mark)
    editor = make.member(mark.enterprise.organisation, edit=True)
    with pytest.raises(NotAllowed):
        take_report_back(report, user=editor, seen=report.revision)
    stranger = signed_in(make.member(make.enterprise().organisation, edit=True, sign=True))
    answer = stranger.post(reverse("portal:annual_report", args=[mark.pk, 2026]), {"act": "take_back", "seen": 1})
    assert (answer.status_code, AnnualReport.objects.get(pk=report.pk).state) == (404, "submitted")


def test_of_a_mark_that_ended_it_stays_filed_since_nobody_could_file_it_again(mark, filed, clock):
    report, person = filed(mark), mark.application.created_by
    Authorization.objects.filter(pk=mark.pk).update(state="withdrawn")
    report = AnnualReport.objects.get(pk=report.pk)
    assert refused(lambda: take_report_back(report, user=person, seen=report.revision)) == (
        "授权当前为“撤销”，撤回后不能再报送，请等待审查。"
    )


def test_a_usage_is_taken_back_and_filed_again_with_its_pictures(issued, pair, signed_in):
    mark = issued()
    row, person = usage(mark), mark.application.created_by
    client, at = signed_in(person), reverse("portal:usage", args=[row.pk])
    assert "审核以前可以撤回" in client.get(at).content.decode()
    done = client.post(at, {"act": "take_back", "seen": 0}, follow=True)
    assert ("已撤回，可以修改后重新提交" in done.content.decode(), "修改后重新提交" in done.content.decode()) == (
        True,
        True,
    )
    row.refresh_from_db()
    assert (row.state, todo(pair[0]).get("certification.usages", 0)) == ("retracted", 0)
    assert refused(lambda: approve(row, user=pair[0], seen=row.revision)) == "当前状态为“已撤回”，不能同意登记。"
    assert client.get(reverse("portal:usage_again", args=[row.pk])).status_code == 200
    kept = [one.pk for one in row.pictures.all()]
    row = resubmit(row, facts(), user=person, seen=row.revision, keep=kept, uploads=[])
    assert (row.state, row.round, row.pictures.filter(round=2).count()) == ("registered", 2, 1)


def test_what_was_looked_at_or_is_a_colleagues_without_the_right_is_not_taken_back(issued, pair, signed_in):
    mark = issued()
    row = approve(usage(mark), user=pair[0], seen=0)
    person = mark.application.created_by
    assert "已先行办理" in refused(lambda: take_usage_back(row, user=person, seen=0), Overtaken)
    assert refused(lambda: take_usage_back(row, user=person, seen=row.revision)) == "当前状态为“已登记”，不能撤回登记。"
    waiting = usage(mark)
    viewer = make.member(mark.enterprise.organisation)
    with pytest.raises(NotAllowed):
        take_usage_back(waiting, user=viewer, seen=0)
    page = signed_in(viewer).get(reverse("portal:usage", args=[waiting.pk])).content.decode()
    assert ("撤回这项登记" in page, MarkUsage.objects.get(pk=waiting.pk).state) == (False, "registered")


@pytest.fixture
def reported(issued, clock):
    row = issued()
    clock.set("2026-05-08")
    return file_incident(row, user=row.application.created_by, facts=FACTS)


def test_an_incident_is_taken_back_with_a_reason_that_the_desk_reads_and_counts_no_more(reported, pair, signed_in):
    mark = reported.authorization
    person, uscc = mark.application.created_by, mark.enterprise.uscc
    before = reckon(uscc, the_clock.today())[1]
    client, at = signed_in(person), reverse("portal:incident", args=[reported.pk])
    empty = client.post(at, {"seen": 0, "reason": " "})
    assert (empty.status_code, "请写明撤回的理由：会告知运营机构。" in empty.content.decode()) == (422, True)
    done = client.post(at, {"seen": 0, "reason": "批号看错，不是本产品。"}, follow=True)
    assert "报告已撤回，运营机构已收到通知。" in done.content.decode()
    reported.refresh_from_db()
    assert (reported.state, reported.answer) == ("retracted", "批号看错，不是本产品。")
    message = InboxMessage.objects.filter(key="incident_taken_back", user=pair[0]).get()
    assert "批号看错，不是本产品。" in message.body
    assert (len(before) > 0, reckon(uscc, the_clock.today())[1]) == (True, [])
    assert todo(pair[0]).get("certification.incidents", 0) == 0
    assert file_incident(mark, user=person, facts=FACTS).pk != reported.pk, "reported anew, it is no repetition"


def test_an_incident_that_was_taken_up_is_not_taken_back(reported, pair, signed_in):
    mark = reported.authorization
    person, officer = mark.application.created_by, pair[0]
    proposal = propose_suspension(reported, user=officer, seen=mark.revision, reason="情况严重")
    words = "运营机构已依据该报告提出处理，不能撤回；情况有出入的，请向运营机构说明。"
    assert refused(lambda: take_back(reported, user=person, seen=0, reason="看错")) == words
    answer = signed_in(person).post(reverse("portal:incident", args=[reported.pk]), {"seen": 0, "reason": "看错了批号"})
    assert (answer.status_code, words in answer.content.decode(), "看错了批号" in answer.content.decode()) == (
        422,
        True,
        True,
    )
    drop(proposal, user=officer, reason="情况已经核实")
    taken = take_back(reported, user=person, seen=0, reason="看错")
    mark.refresh_from_db()
    assert refused(lambda: propose_suspension(taken, user=officer, seen=mark.revision, reason="情况严重")) == (
        "持有人已撤回该报告，不能作为依据。"
    )
    again = file_incident(mark, user=person, facts=FACTS)
    acknowledge(again, user=officer, seen=0, note="收到。")
    again = Incident.objects.get(pk=again.pk)
    assert refused(lambda: take_back(again, user=person, seen=again.revision, reason="看错")) == (
        "当前状态为“已核收”，不能撤回事故和质量信息报告。"
    )
    viewer = make.member(mark.enterprise.organisation)
    fresh = file_incident(mark, user=person, facts=FACTS | {"text": "另一起。"})
    with pytest.raises(NotAllowed):
        take_back(fresh, user=viewer, seen=0, reason="看错")

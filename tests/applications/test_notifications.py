"""The enterprise, the desk and the body are told of what means something to them, in the event's transaction."""

from datetime import timedelta

import pytest
from django.db import transaction

from applications.cases.filings.submission import resubmit
from applications.models import Application
from applications.review.acts.corrections import answer, ask_correction
from applications.review.deadlines.lapse import lapse_overdue, remind_of_due
from applications.review.stages.public_notice.objections.acts import check_summary, close_objection, record_objection
from applications.tasks import lapse
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def keys(organisation=None):
    rows = InboxMessage.objects.order_by("pk")
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return list(rows.values_list("key", flat=True))


def test_a_case_on_its_way_to_the_mark_tells_its_enterprise_each_step_that_matters(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "authorized", people, clock)
    run_due()
    assert keys(application.enterprise.organisation) == [
        "application_submitted",
        "application_accepted",
        "stage_passed",
        "body_confirmed",
        "notice_published",
        "stage_passed",
        "decision_approved",
        "agreement_signed",
        "authorization_issued",
    ]
    body = application.certificate_claim.certificate.body.organisation
    assert keys(body) == ["body_confirmation_requested"]
    asked = InboxMessage.objects.get(organisation=body)
    assert asked.link == "/portal/confirmations/"
    accepted = InboxMessage.objects.get(key="application_accepted")
    assert "成都市市场监督管理局" in accepted.body
    assert accepted.link == f"/portal/applications/{application.pk}/"


def test_a_passage_rolled_back_tells_nobody(clock, reference):
    application = make.draft()
    with transaction.atomic():
        make.submit(application, user=application.created_by, seen=application.revision, shown=NO_PAGE)
        assert keys() == ["application_submitted"]
        transaction.set_rollback(True)
    assert keys() == []


def at_correction(clock):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    gaps = [{"section": "evidence", "text": "检测报告缺第 2 页。"}]
    return ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)


def test_correction_is_told_with_all_gaps_reminded_of_once_and_lapses_after_its_last_day(clock, reference):
    application = at_correction(clock)
    told = InboxMessage.objects.get(key="correction_requested")
    assert "检测报告缺第 2 页。" in told.body
    due = application.due_on
    assert remind_of_due(due - timedelta(days=7)) == 0
    for day in (due - timedelta(days=1), due):
        remind_of_due(day)
        remind_of_due(day)
    assert keys().count("correction_due_soon") == 1
    clock.set(f"{due}T23:59:00+08:00")
    assert lapse_overdue(the_clock.today()) == 0
    clock.set(due + timedelta(days=3))
    lapse()
    lapse()
    application.refresh_from_db()
    assert application.state == "lapsed"
    assert keys().count("application_lapsed") == 1
    lapsed = InboxMessage.objects.get(key="application_lapsed")
    assert f"{due.month} 月 {due.day} 日" in lapsed.body


def test_agreement_not_signed_is_reminded_of_once_and_lapses(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "agreement", people, clock)
    remind_of_due(application.due_on)
    remind_of_due(application.due_on)
    assert keys().count("agreement_to_sign") == 1
    clock.set(application.due_on + timedelta(days=1))
    assert lapse_overdue(the_clock.today()) == 1
    assert "签署授权协议" in InboxMessage.objects.get(key="application_lapsed").body


def test_objection_and_its_end_are_told_without_the_objector(clock, reference):
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "public_notice", people, clock)
    objection = record_objection(
        application, user=people["operator"], source="phone", objector="某竞争企业", contact="028-00009999",
        text="对比表数值与检测报告不一致", summary="认为一项指标与报告有出入",
    )  # fmt: skip
    assert not InboxMessage.objects.filter(key="objection_recorded").exists()
    check_summary(objection, user=people["operator_second"], approve=True, shown=NO_PAGE)
    clock.advance(days=2)
    close_objection(
        objection, user=people["operator_second"], outcome="dismissed", finding="复核报告，数据一致", shown=NO_PAGE
    )
    recorded = InboxMessage.objects.get(key="objection_recorded")
    closed = InboxMessage.objects.get(key="objection_closed")
    assert "认为一项指标与报告有出入" in recorded.body
    assert "对比表数值与检测报告不一致" not in recorded.body
    assert "某竞争企业" not in recorded.body + closed.body
    assert "异议不成立" in closed.body
    ends_on = Application.objects.get(pk=application.pk).notice.ends_on
    assert f"{ends_on.month} 月 {ends_on.day} 日" in closed.body


def test_answered_correction_goes_to_the_prefectures_desk_only(clock, reference):
    make.officer(make.Role.PREFECTURE_OFFICER, "510700")
    application = at_correction(clock)
    for item in application.open_correction().items.all():
        answer(item, user=application.created_by, text="已补传")
    fresh = Application.objects.get(pk=application.pk)
    resubmit(fresh, user=application.created_by, seen=fresh.revision, shown=NO_PAGE)
    told = InboxMessage.objects.get(key="correction_answered")
    assert told.user.has_role(make.Role.PREFECTURE_OFFICER, "510100")
    assert told.link == f"/console/applications/{application.pk}/"

"""What stops a case's clock, and only that: this stage's corrections, a standstill at the decision; then an upheld objection."""

from datetime import timedelta

import pytest
from django.db import transaction

from applications.cases.deadlines import case_clock
from applications.cases.stages.clock import pauses_since
from applications.cases.states import PauseCause
from applications.models import Application, Correction, Standstill
from applications.review.acts.corrections import answer, ask_correction
from applications.review.deadlines.standstill import resume, stop
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
    write_summary,
)
from tests import make
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(case):
    return Application.objects.get(pk=case.pk)


def test_a_pause_of_an_earlier_stay_does_not_stop_the_clock_of_this_one(people, clock):
    case = make.advance_to(make.filed(), "approval", people, clock)
    since = case.stage_since
    hour, due = timedelta(hours=1), case_clock(case).date
    early = {"opened_by": people["prefecture"], "opened_at": since - hour, "closed_at": since + timedelta(days=5)}
    Correction.objects.create(application=case, stage="document_review", message="", arose="", **early)
    row = Standstill.objects.create(
        application=case, cause=PauseCause.CERTIFICATE, note="", since=since - hour, until=since + timedelta(days=5)
    )
    assert (pauses_since(fresh(case), since), case_clock(fresh(case)).date) == ([], due)
    Standstill.objects.filter(pk=row.pk).update(since=since)
    assert [pause.cause for pause in pauses_since(fresh(case), since)] == ["证书暂停"]


def test_at_the_decision_a_standstill_stops_the_clock_and_costs_nobody_a_day(people, clock):
    case = make.advance_to(make.filed(), "approval", people, clock)
    due = case.due_on
    clock.set(add_working_days(the_clock.today(), 1).date)
    with transaction.atomic():
        stop(case, PauseCause.CERTIFICATE, "证书暂停")
    assert fresh(case).due_on is None
    clock.set(add_working_days(the_clock.today(), 2).date)
    with transaction.atomic():
        resume(case, PauseCause.CERTIFICATE)
    assert fresh(case).due_on == add_working_days(due, 2).date
    early = make.filed(item=make.product(make.enterprise("第二有限公司")))
    was = early.due_on
    with transaction.atomic():
        stop(early, PauseCause.CERTIFICATE, "证书暂停")
    assert fresh(early).due_on == was, "an earlier stage goes on: it does not rest on the certificate"


def test_an_upheld_objection_starts_the_days_of_the_decision(people, clock):
    set_policy("objection.decision_days", 3, source="测试文件", valid_from=the_clock.today(), actor=None,
               scope="tfmp", shown=NO_PAGE)  # fmt: skip
    case = make.advance_to(make.filed(), "public_notice", people, clock)
    first, second = people["operator"], people["operator_second"]
    facts = {
        "source": "letter",
        "objector": "某某公司",
        "contact": "028-86667788",
        "text": "检测报告与产品不符，请核。",
    }
    row = record_objection(case, user=first, **facts)
    write_summary(row, user=first, text="有人认为数据来源不清。")
    check_summary(row, user=second, approve=True, shown=NO_PAGE)
    answer_objection(row, user=case.created_by, text="没有说明。")
    close_objection(row, user=second, outcome="upheld", finding="数据确有不实。", shown=NO_PAGE)
    assert fresh(case).due_on == add_working_days(the_clock.today(), 3).date


def test_an_answer_is_written_while_its_own_correction_is_open(people):
    case = make.filed()
    gap = {"section": "evidence", "kind": "missing", "text": "缺第 2 页"}
    ask_correction(case, user=people["prefecture"], seen=case.revision, gaps=[gap])
    item, owner = fresh(case).open_correction().items.get(), case.created_by
    ended = {"state": "retracted", "decided_at": the_clock.now(), "correction_stage": ""}
    asked = {"state": "correction_required", "decided_at": None, "correction_stage": "completeness_check"}
    Application.objects.filter(pk=case.pk).update(**ended)
    with pytest.raises(NotPossible, match="补正已提交，不能再修改答复"):
        answer(item, user=owner, text="已补")
    Application.objects.filter(pk=case.pk).update(**asked)
    Correction.objects.update(closed_at=the_clock.now(), counted_from=the_clock.today())
    with pytest.raises(NotPossible, match="补正已提交，不能再修改答复"):
        answer(item, user=owner, text="已补")
    item.refresh_from_db()
    assert item.answer == ""

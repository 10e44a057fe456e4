"""The doors of a yearly report and of an incident, asked in every wrong way."""

from datetime import timedelta
from typing import Any

import pgtrigger
import pytest

from certification.duties.incidents.acts import acknowledge, file_incident, propose_suspension, take_back
from certification.duties.reports.continuity import hand_on
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.acts import take_back as take_report_back
from certification.duties.reports.filings.drafts import open_report
from certification.models import AnnualReport, Authorization, Incident
from tests import make
from tests.certification.duties.conftest import sign
from tests.certification.duties.test_incidents import FACTS
from tests.door.cast import Cast, cast
from tests.door.probe import Call, Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
AGGREGATES = (AnnualReport, Incident)
CITY = "成都的一项授权"


@wrong("annualreport.submit", "不再报送年度自查报告")
def after_the_marks_end(call: Call) -> None:
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=call.obj.authorization_id).update(ends_on=the_clock.today() - timedelta(days=1))


@wrong("annualreport.submit", "请填写产品销售收入。")
def with_a_gap(call: Call) -> None:
    AnnualReport.objects.filter(pk=call.obj.pk).update(revenue=None)


@wrong("annualreport.submit", "请至少上传一份证明材料")
def without_evidence(call: Call) -> None:
    call.obj.files.update(removed_at=the_clock.now())


@wrong("annualreport.take_back", "撤回后不能再报送，请等待审查。")
def where_nobody_could_file_it_again(call: Call) -> None:
    after_the_marks_end(call)


@wrong("incident.take_back", "运营机构已依据该报告提出处理，不能撤回")
def when_a_proposal_rests_on_it(call: Call) -> None:
    mark, officer = call.obj.authorization, make.officer(Role.OPERATOR_OFFICER)
    propose_suspension(call.obj, user=officer, seen=mark.revision, reason="情况严重")


def everybody(mark: Authorization) -> Cast:
    return cast(holder=mark.enterprise.organisation, body=mark.certificate.body.organisation)


def test_rights_are_those_of_the_kept_tables(issued: Any, clock: Any, rewrite: bool) -> None:
    mark = issued()
    clock.set("2027-03-01")
    people = everybody(mark)
    row = open_report(mark, 2026, the_clock.today())
    compare(path_of(AnnualReport), table({CITY: (row, people)}), rewrite)
    incident = file_incident(mark, user=mark.application.created_by, facts=FACTS)
    compare(path_of(Incident), table({CITY: (incident, people)}), rewrite)


def left_behind(mark: Authorization, issued: Any, written: Any, officer: Any, state: str) -> AnnualReport:
    """An unfinished report of a mark that has ended and is continued by another."""
    old, new = (issued(item=make.product(mark.enterprise, f"{state}{n}")) for n in range(2))
    the_clock.remember(the_clock.offset() + timedelta(days=364), 1e9)
    report: AnnualReport = written(old)
    if state == "returned":
        sign(report)
        report.refresh_from_db()
        report = send_back(report, user=officer, seen=report.revision, reason="请核对批次。")
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=new.pk).update(previous=old)
        Authorization.objects.filter(pk=old.pk).update(ends_on=the_clock.today() - timedelta(days=1))
    return AnnualReport.objects.get(pk=report.pk)


def test_every_wrong_call_is_refused_and_writes_nothing(issued: Any, written: Any, clock: Any) -> None:
    mark = issued()
    officer = make.officer(Role.OPERATOR_OFFICER)
    clock.set("2027-03-01")
    report = written(mark)
    probe = Probe(dict.fromkeys(AGGREGATES, (CITY, everybody(mark))))
    incident = file_incident(mark, user=mark.application.created_by, facts=FACTS)
    with probe.watching():
        acknowledge(incident, user=officer, seen=0, note="请提交调查结果。")
        mistaken = file_incident(mark, user=mark.application.created_by, facts=FACTS | {"text": "另一起。"})
        take_back(mistaken, user=mark.application.created_by, seen=0, reason="不是本产品。")
        sign(report)
        report.refresh_from_db()
        report = take_report_back(report, user=mark.application.created_by, seen=report.revision)
        sign(report)
        report.refresh_from_db()
        report = send_back(report, user=officer, seen=report.revision, reason="请核对批次。")
        sign(report)
        report.refresh_from_db()
        accept_report(report, user=officer, seen=report.revision)
        for state in ("draft", "returned"):
            assert hand_on(left_behind(mark, issued, written, officer, state)) is not None
    assert_tight(probe, *AGGREGATES)

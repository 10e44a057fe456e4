"""Two at once around what holders report: one answer, nothing half done, and a holder's wish never beside an officer's act."""

from datetime import timedelta

import pytest

from certification.authorizations.sanctions.acts import confirm
from certification.duties.incidents.acts import acknowledge, file_incident, propose_suspension
from certification.duties.incidents.acts import take_back as take_incident_back
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.acts import take_back
from certification.duties.reports.term.absence import propose_suspension as propose_for_absence
from certification.duties.usages.acts import approve, hand_back
from certification.duties.usages.acts import take_back as take_usage_back
from certification.models import AnnualReport, Authorization, Incident, MarkUsage
from tests import make
from tests.certification.duties.conftest import sign
from tests.certification.duties.test_incidents import FACTS
from tests.certification.duties.usages.make import usage
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.workflow.door import Refused
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def mark(clock, reference):
    clock.set("2026-03-02")
    return make.issued(clock_fixture=clock)


@pytest.fixture
def operators(reference):
    return [make.officer(Role.OPERATOR_OFFICER) for _ in range(2)]


def read(row):
    return type(row).objects.get(pk=row.pk)


def race(*acts):
    """All at the same moment; which of them were refused. Anything but a refusal is an error of ours."""
    results = together(len(acts), lambda index: acts[index]())
    assert [row for row in results if isinstance(row, Exception) and not isinstance(row, Refused)] == []
    return [isinstance(row, Refused) for row in results]


def test_a_report_has_one_answer_whoever_comes_second(mark, operators, written, clock):
    clock.set("2027-05-10")
    mark, person = read(mark), mark.application.created_by
    report = written(mark)
    for answers in range(3):
        sign(report)
        report = read(report)
        seen = report.revision
        acts = [
            lambda: send_back(report, user=operators[0], seen=seen, reason="请核对批次。"),  # noqa: B023
            lambda: take_back(report, user=person, seen=seen),  # noqa: B023
            lambda: send_back(report, user=operators[1], seen=seen, reason="请盖章。"),  # noqa: B023
        ]
        assert sorted(race(*acts)) == [False, True, True]
        report = read(report)
        assert (report.revision, report.filings.count()) == (seen + 1, answers + 1)
    sign(report)
    report = read(report)
    seen = report.revision
    lost = race(
        lambda: accept_report(report, user=operators[0], seen=seen),
        lambda: send_back(report, user=operators[1], seen=seen, reason="请核对批次。"),
    )
    assert (sorted(lost), read(report).state) == ([False, True], "returned" if lost[0] else "accepted")


def test_filed_while_the_suspension_for_its_absence_is_confirmed_no_filed_report_is_missing(
    mark, operators, written, clock
):
    clock.set("2027-05-10")
    report = written(read(mark))
    clock.set(report.propose_from + timedelta(days=1))
    fresh = read(mark)
    proposal = propose_for_absence(read(report), user=operators[0], seen=fresh.revision, reason="经提醒仍未报送")
    lost = race(
        lambda: sign(read(report)),
        lambda: confirm(proposal, user=operators[1], seen=fresh.revision, shown=NO_PAGE),
    )
    # The report is filed either way; the suspension stands only where it came first.
    assert (lost[0], read(report).state) == (False, "submitted")
    assert (lost[1], read(mark).state) in {(True, "active"), (False, "suspended")}


def test_usages_and_incidents_have_one_answer_beside_the_holders_own_wish(mark, operators, clock):
    clock.set("2026-05-08")
    person = mark.application.created_by
    for _ in range(3):
        row = usage(mark)
        acts = [
            lambda: approve(row, user=operators[0], seen=0),  # noqa: B023
            lambda: hand_back(row, user=operators[1], seen=0, reason="编号看不清"),  # noqa: B023
            lambda: take_usage_back(row, user=person, seen=0),  # noqa: B023
        ]
        lost = race(*acts)
        state = MarkUsage.objects.get(pk=row.pk).state
        assert (sorted(lost), state) == ([False, True, True], ("approved", "returned", "retracted")[lost.index(False)])
    for turn in range(3):
        filed = file_incident(mark, user=person, facts=FACTS | {"text": f"第 {turn} 起。"})
        acts = [
            lambda: acknowledge(filed, user=operators[0], seen=0, note="收到。"),  # noqa: B023
            lambda: take_incident_back(filed, user=person, seen=0, reason="看错了批号"),  # noqa: B023
        ]
        lost = race(*acts)
        state = Incident.objects.get(pk=filed.pk).state
        assert (sorted(lost), state) == ([False, True], "retracted" if lost[0] else "acknowledged")
    filed = file_incident(mark, user=person, facts=FACTS)
    seen = Authorization.objects.get(pk=mark.pk).revision
    lost = race(
        lambda: propose_suspension(filed, user=operators[0], seen=seen, reason="情况严重"),
        lambda: take_incident_back(filed, user=person, seen=0, reason="看错了批号"),
    )
    ends = (Incident.objects.get(pk=filed.pk).state, mark.endorsements.count())
    assert (sorted(lost), ends) == ([False, True], ("retracted", 0) if lost[0] else ("reported", 1))
    assert AnnualReport.objects.count() == 0

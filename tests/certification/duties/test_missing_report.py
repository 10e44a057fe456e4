"""Missing longer than the reminders last: two people may suspend; the accepted report is the cure, by two people again."""

import pytest
from django.urls import reverse

from certification.authorizations.sanctions.acts import confirm, open_proposal, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.causes import choices, lifting_problems
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.filings.rounds import open_due
from certification.duties.reports.term.absence import propose_suspension, still_missing, to_cure, to_propose
from certification.models import Authorization
from tests import make
from tests.certification.duties.conftest import sign
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db
REPORT = "report_missing"


@pytest.fixture
def late(issued, clock):
    """The report of 2026 is 31 days late."""
    mark = issued()
    clock.set("2027-01-01")
    open_due(the_clock.today())
    clock.set("2027-07-31")
    return mark.annual_reports.get()


@pytest.fixture
def suspended(late, pair):
    mark = late.authorization
    proposal = propose_suspension(late, user=pair[0], seen=mark.revision, reason="经提醒仍未报送。")
    confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)
    mark.refresh_from_db()
    return mark


def refused(call):
    with pytest.raises(NotPossible) as caught:
        call()
    return " ".join(caught.value.problems)


def listed(person, key, kind=Kind.TODO):
    return [item.url for found in waiting_for(person, kind) if found.source.key == key for item in found.items]


def test_a_report_is_missing_from_the_day_after_its_last_day(late, clock):
    found = {}
    for day in ("2027-06-29", "2027-06-30", "2027-07-01"):
        clock.set(day)
        found[day] = still_missing(late.authorization)
    assert found == {"2027-06-29": False, "2027-06-30": False, "2027-07-01": True}


def test_until_30_days_late_nothing_can_be_proposed(late, pair, clock):
    clock.set("2027-07-30")
    mark = late.authorization
    told = refused(lambda: propose_suspension(late, user=pair[0], seen=mark.revision, reason="未报送"))
    assert told == "该报告已经报送，或者逾期还没有超过提醒的天数，现在不能提出暂停。"
    assert REPORT not in dict(choices(mark))
    told = refused(
        lambda: propose(mark, Act.SUSPEND, user=pair[0], seen=mark.revision, reason="未报送", cause=Cause.REPORT)
    )
    assert told == "该授权没有逾期超过提醒天数、尚未报送的年度自查报告，不能选择“未报送年度自查报告”。"
    assert listed(pair[0], "certification.missing_reports") == []


def test_two_people_suspend_upon_the_missing_report_and_the_item_goes_with_the_proposal(late, pair):
    mark = late.authorization
    assert listed(pair[0], "certification.missing_reports") == [f"/console/reports/{late.pk}/"]
    assert REPORT in dict(choices(mark))
    proposal = propose_suspension(late, user=pair[0], seen=mark.revision, reason="经提醒仍未报送。")
    assert (proposal.basis, list(to_propose(the_clock.today()))) == (f"annual_report:{late.pk}", [])
    confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)
    mark.refresh_from_db()
    row = mark.suspensions.get()
    assert (mark.state, row.cause, row.limit_on.isoformat()) == ("suspended", REPORT, "2027-10-31")
    assert list(to_propose(the_clock.today())) == []


def test_a_report_filed_before_the_second_signature_stops_the_proposal(late, pair, filed):
    mark = late.authorization
    proposal = propose_suspension(late, user=pair[0], seen=mark.revision, reason="经提醒仍未报送。")
    filed(mark)
    mark.refresh_from_db()
    told = refused(lambda: confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE))
    assert told == "该授权没有逾期超过提醒天数、尚未报送的年度自查报告，不能选择“未报送年度自查报告”。"
    assert Authorization.objects.get(pk=mark.pk).state == "active"


def test_no_request_lifts_the_cause_only_the_report_does(suspended, pair):
    cause = suspended.suspensions.get()
    person = suspended.application.created_by
    told = refused(
        lambda: file_restoration(cause, user=person, kind="request", text="请恢复", uploads=[make.pdf("a.pdf")])
    )
    assert told.startswith("该原因不能凭申请恢复：标识暂停，直到持有人补报、运营机构接受年度自查报告")
    assert lifting_problems(suspended, REPORT) == [
        (
            "逾期的年度自查报告尚未接受，“未报送年度自查报告”不能消除。"
            "标识暂停，直到持有人补报、运营机构接受年度自查报告；接受后由两人核实恢复，无需另行申请。"
        )
    ]


def test_the_accepted_report_is_the_first_signature_of_the_cure_and_another_person_gives_the_second(
    suspended, pair, filed
):
    report = filed(suspended)
    accept_report(report, user=pair[0], seen=report.revision)
    suspended.refresh_from_db()
    proposal = open_proposal(suspended)
    assert (proposal.act, proposal.cause, proposal.first_by, proposal.basis) == (
        "reinstate",
        REPORT,
        pair[0],
        f"annual_report:{report.pk}",
    )
    assert "您是提出人" in refused(lambda: confirm(proposal, user=pair[0], seen=suspended.revision, shown=NO_PAGE))
    assert listed(pair[1], "certification.second", Kind.SECOND) == [
        reverse("console:authorization", args=[suspended.pk])
    ]
    confirm(proposal, user=pair[1], seen=suspended.revision, shown=NO_PAGE)
    suspended.refresh_from_db()
    assert (suspended.state, suspended.suspensions.get().lifted_at is not None) == ("active", True)


def test_a_statement_that_waits_is_answered_with_the_cure(suspended, pair, filed):
    cause, person = suspended.suspensions.get(), suspended.application.created_by
    answer = file_restoration(cause, user=person, kind="statement", text="财务人员离职，正在补报。")
    report = filed(suspended)
    accept_report(report, user=pair[0], seen=report.revision)
    suspended.refresh_from_db()
    confirm(open_proposal(suspended), user=pair[1], seen=suspended.revision, shown=NO_PAGE)
    answer.refresh_from_db()
    assert answer.state == "granted"


def test_while_another_year_is_missing_the_cause_stands(suspended, pair, filed, clock):
    clock.set("2028-07-31")
    open_due(the_clock.today())
    report = filed(suspended)
    clock.set("2028-09-15")
    accept_report(report, user=pair[0], seen=report.revision)
    suspended.refresh_from_db()
    assert (open_proposal(suspended), list(to_cure(the_clock.today()))) == (None, [])
    second = filed(suspended, 2027)
    accept_report(second, user=pair[0], seen=second.revision)
    suspended.refresh_from_db()
    assert open_proposal(suspended).act == "reinstate"


def test_where_another_proposal_waits_the_desk_is_asked_afterwards(suspended, pair, filed):
    report = filed(suspended)
    standing = propose(suspended, Act.WITHDRAW, user=pair[0], seen=suspended.revision, reason="期限将满")
    accept_report(report, user=pair[0], seen=report.revision)
    assert (open_proposal(suspended), listed(pair[0], "certification.cured_reports")) == (standing, [])
    standing.take_back(pair[0], "报告已补报")
    assert listed(pair[1], "certification.cured_reports") == [reverse("console:authorization", args=[suspended.pk])]


def test_a_returned_report_does_not_cure_and_has_its_own_term(suspended, pair, filed):
    report = filed(suspended)
    report = send_back(report, user=pair[0], seen=report.revision, reason="缺少投诉记录。")
    assert report.last_on.isoformat() == "2027-08-13"
    suspended.refresh_from_db()
    assert open_proposal(suspended) is None
    sign(report)
    report.refresh_from_db()
    accept_report(report, user=pair[0], seen=report.revision)
    suspended.refresh_from_db()
    assert open_proposal(suspended).act == "reinstate"


def test_the_last_day_of_the_suspension_is_the_desks_and_withdrawal_is_for_two(suspended, pair, act, clock):
    clock.set("2027-11-01")
    assert listed(pair[0], "certification.over_limit") == [reverse("console:authorization", args=[suspended.pk])]
    act(suspended, Act.WITHDRAW, cause="", reason="期限届满仍未补报年度自查报告")
    suspended.refresh_from_db()
    assert suspended.state == "withdrawn"

"""Three years of one authorization: reports, a change, a suspension for a missing report and its cure, the renewal; and
another that simply ends. A third one never cures and is withdrawn."""

from datetime import timedelta

import pytest

from applications.cases.filings.submission import submit
from certification.authorizations.sanctions.acts import confirm, open_proposal
from certification.authorizations.standing.timeline import holders_timeline
from certification.authorizations.states import Act
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.changes.renewals.acts import start
from certification.changes.renewals.window import window
from certification.duties.reports.decisions import accept_report, send_back
from certification.duties.reports.term.absence import propose_suspension
from certification.models import Authorization
from certification.register.verification import Answer, verify
from certification.tasks import expire, remind
from tests import make
from tests.certification.changes.conftest import ask, decide
from tests.certification.changes.renewals.conftest import complete, recertified
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

__all__ = ["ask", "decide"]
pytestmark = pytest.mark.django_db
MORE = "E-100、E-200"


def fresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def day(clock, when):
    """The rounds of that day."""
    clock.set(when)
    expire()
    remind()


def accepted(report, officer):
    accept_report(report, user=officer, seen=report.revision)


def suspended_for(report, pair):
    """By two people, because the report is missing."""
    mark = fresh(report.authorization)
    proposal = propose_suspension(report, user=pair[0], seen=mark.revision, reason="经提醒仍未报送。")
    return confirm(proposal, user=pair[1], seen=mark.revision, shown=NO_PAGE)


def confirmed(mark, officer):
    """The second of two people."""
    mark = fresh(mark)
    return confirm(open_proposal(mark), user=officer, seen=mark.revision, shown=NO_PAGE)


def shown(mark):
    return verify(mark.number, the_clock.today()).answer


def test_three_years_of_one_authorization_and_the_end_of_another(issued, filed, pair, ask, decide, clock):
    mark = issued()
    person = mark.application.created_by
    other = issued("self_declaration", item=make.product(mark.enterprise, "衣柜"), person=person)
    day(clock, "2027-01-01")
    accepted(filed(mark), pair[0])
    day(clock, other.ends_on + timedelta(days=1))
    assert (fresh(other).state, shown(other)) == ("expired", Answer.EXPIRED)

    day(clock, "2027-09-01")
    wider = recertified(mark, models_text=MORE, valid_until=mark.ends_on)
    decide(ask(mark, models_text=MORE, certificate=wider))
    run_due()
    assert fresh(mark).models_text == MORE

    day(clock, "2028-01-01")
    day(clock, "2028-07-31")
    report = mark.annual_reports.get(year=2027)
    suspended_for(report, pair)
    assert (fresh(mark).state, shown(mark)) == ("suspended", Answer.SUSPENDED)
    day(clock, "2028-08-07")
    late = filed(mark, 2027)
    assert late.filings.get().late_days == 38
    accepted(late, pair[0])
    confirmed(mark, pair[1])
    assert (fresh(mark).state, shown(mark)) == ("active", Answer.ACTIVE)

    mark = fresh(mark)
    day(clock, window(mark, the_clock.today()).opens_on)
    what = "型号规格已按准予的变更增加。"
    case = complete(start(mark, user=person), person, recertified(mark, models_text=MORE), what)
    case = submit(case, user=person, seen=case.revision, shown=NO_PAGE)
    make.advance_to(case, "authorized", make.staff(case.region_id), clock)
    run_due()
    following = Authorization.objects.get(application=case)
    day(clock, following.starts_on)
    assert (fresh(mark).state, fresh(following).state, following.previous) == ("expired", "active", mark)
    assert following.starts_on == mark.ends_on + timedelta(days=1)

    day(clock, "2029-01-01")
    assert [row.year for row in following.annual_reports.all()] == [2028], "it speaks of the whole year"
    accepted(filed(fresh(following), 2028), pair[0])
    told = [event["what"] for event in holders_timeline(fresh(mark), the_clock.today())][::-1]
    course = [
        "授权生效并公布",
        "报送 2026 年度自查报告",
        "接受 2026 年度自查报告",
        "申请变更型号规格",
        "暂停原因：未报送年度自查报告",
        "报送 2027 年度自查报告",
        "接受 2027 年度自查报告",
        "授权恢复",
        "授权到期",
    ]
    assert [what for what in told if what in course] == course


def test_a_cure_that_fails_ends_in_withdrawal(issued, filed, pair, act, clock):
    mark = issued()
    day(clock, "2027-01-01")
    day(clock, "2027-07-31")
    suspended_for(mark.annual_reports.get(), pair)
    cause = fresh(mark).suspensions.get()
    file_restoration(cause, user=mark.application.created_by, kind="statement", text="正在补报。")
    day(clock, "2027-10-20")
    report = filed(fresh(mark))
    send_back(report, user=pair[0], seen=report.revision, reason="数字与检验报告不符。")
    day(clock, "2027-11-01")
    assert cause.limit_on < the_clock.today()
    act(mark, Act.WITHDRAW, cause="", reason="期限届满，报告退回后未补正，未报送的情况没有消除")
    assert (fresh(mark).state, shown(mark)) == ("withdrawn", Answer.WITHDRAWN)
    assert fresh(report).state == "returned", "what was written stays"
    day(clock, "2028-01-01")
    assert mark.annual_reports.count() == 1

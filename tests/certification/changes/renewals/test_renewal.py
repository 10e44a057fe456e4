"""续期: the programme's shorter order, and a new authorization that begins the day after the old one ends."""

import json
from datetime import date, timedelta

import pytest

from applications.review.acts.passages import pass_stage
from certification.authorizations.term.continuity import continuation, waits_for_its_day
from certification.changes.renewals.beginnings import begin_due
from certification.issuing.steps import issue_authorization
from certification.tasks import expire
from tests import make
from tests.certification.changes.renewals.conftest import recertified
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as now
from tianfu.workflow.door import Overtaken
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def keys_told(mark):
    rows = InboxMessage.objects.filter(organisation=mark.enterprise.organisation)
    return list(rows.order_by("pk").values_list("key", flat=True))


@pytest.mark.parametrize(
    ("route", "stages"),
    [
        ("self_declaration", ["completeness_check", "eligibility_check", "document_review", "approval", "agreement"]),
        (
            "quality_certification",
            ["completeness_check", "certificate_check", "document_review", "approval", "agreement"],
        ),
    ],
)
def test_a_renewal_passes_the_programmes_shorter_order(in_window, renewed, route, stages):
    mark = in_window(route)
    case = renewed(mark).application
    assert (case.stage_order, case.batch, case.renews, case.occasion) == (stages, None, mark.application, "续期")
    passed = case.changes.exclude(transition="submit").order_by("pk").values_list("source", flat=True)
    assert list(dict.fromkeys(passed)) == stages


def test_it_starts_from_what_was_filed_before(in_window, drawn_up):
    mark = in_window()
    case = drawn_up(mark)
    assert case.started_from == mark.application
    assert case.comparison.count() == mark.application.comparison.count()
    assert case.sections[0] == "renewal"
    assert case.programme_version == mark.programme.current_version()


def test_decided_in_time_there_is_no_day_without_and_none_with_two(in_window, renewed, fresh, clock):
    mark = in_window()
    new = renewed(mark)
    assert (new.previous, new.state, new.starts_on) == (mark, "pending", mark.ends_on + timedelta(days=1))
    assert new.ends_on == date(2028, 3, 9)
    run_due()
    new = fresh(new)
    assert (new.state, new.published_at, waits_for_its_day(new, now.today())) == ("pending", None, True)
    assert new.number != mark.number
    assert keys_told(mark)[-1] == "authorization_renewed"
    clock.set(mark.ends_on)
    expire()
    assert (fresh(mark).state, fresh(new).state) == ("active", "pending")
    clock.set(new.starts_on)
    expire()
    assert (fresh(mark).state, fresh(new).state) == ("expired", "active")
    told = keys_told(mark)
    assert told[-3:] == ["authorization_handed_on", "authorization_issued", "annual_report_open"]
    assert "authorization_expired" not in told
    logged = [json.loads(row.entry) for row in LogOutbox.objects.filter(entry__contains='"cert.issued"').order_by("pk")]
    assert tuple(logged[-1][name] for name in ("number", "since")) == (new.number, "2027-03-10")


def test_the_rounds_may_run_twice_and_make_good_a_missed_day(in_window, made, fresh, clock):
    mark = in_window()
    new = made(mark)
    clock.set(new.starts_on + timedelta(days=3))
    expire()
    expire()
    assert (fresh(new).state, fresh(new).changes.count(), begin_due(now.today())) == ("active", 1, 0)


def test_papers_that_come_late_begin_at_once(in_window, renewed, fresh, clock):
    mark = in_window()
    new = renewed(mark)
    clock.set(new.starts_on)
    expire()
    assert fresh(new).state == "pending", "nothing begins without its certificate"
    issue_authorization(new.pk)
    assert fresh(new).state == "active"


def test_decided_after_the_end_it_begins_with_the_decision(in_window, filed, fresh, clock):
    mark = in_window()
    clock.set("2027-01-29")
    case = filed(mark)
    clock.set("2027-03-20")
    expire()
    people = make.staff(case.region_id)
    make.advance_to(case, "authorized", people, clock)
    new = continuation(fresh(mark))
    assert (new.starts_on, fresh(mark).ends_on) == (date(2027, 3, 20), date(2027, 3, 9))


def test_the_new_end_never_passes_the_certificates(in_window, renewed):
    mark = in_window("quality_certification")
    until = mark.ends_on + timedelta(days=200)

    new = renewed(mark, recertified(mark, valid_until=until))
    assert (new.certificate.valid_until, new.ends_on) == (until, until)


def test_of_two_officers_who_decide_the_second_is_told(in_window, filed):
    case = filed(in_window())
    person = make.staff(case.region_id)["prefecture"]
    other = make.staff(case.region_id)["prefecture"]
    seen, answers = case.revision, make.answers(case)
    pass_stage(case, user=person, seen=seen, opinion="同意", answers=answers, shown=NO_PAGE)
    with pytest.raises(Overtaken):
        pass_stage(case, user=other, seen=seen, opinion="同意", answers=answers, shown=NO_PAGE)


def test_a_second_renewal_follows_the_first(in_window, renewed, made, fresh, clock):
    first = in_window()
    second = made(first)
    clock.set(second.starts_on)
    expire()
    clock.set(second.ends_on - timedelta(days=60))
    third = renewed(fresh(second))
    assert (third.previous, third.starts_on) == (second, second.ends_on + timedelta(days=1))
    assert third.application.renews == second.application

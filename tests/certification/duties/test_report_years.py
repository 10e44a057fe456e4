"""Which years are owed and by when: from the day of the start, across New Year, with leap days, by policy."""

from datetime import date, timedelta

import pytest

from certification.duties.reports.filings.drafts import open_report
from certification.duties.reports.filings.rounds import open_due, remind_late
from certification.duties.reports.term.years import Window, first_year, next_report, window_of
from certification.models import AnnualReport, Authorization
from certification.tasks import expire, remind
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def said(call):
    with pytest.raises(NotPossible) as refused:
        call()
    return refused.value.problems


def starts(authorization, day, ends=date(2030, 12, 31)):
    Authorization.objects.filter(pk=authorization.pk).update(starts_on=day, ends_on=ends)
    authorization.refresh_from_db()
    return authorization


def by_policy(key, value):
    set_policy(key, value, source="新办法", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)


def test_the_window_is_the_first_half_of_the_year_after(reference):
    assert window_of(2026, "tfmp", date(2027, 1, 1)) == Window(2026, date(2027, 1, 1), date(2027, 6, 30))


def test_29_february_is_the_last_of_february_in_every_year(reference, clock):
    clock.set("2026-01-01")
    by_policy("annual_report.window", ["02-29", "02-29"])
    assert [window_of(year, "tfmp", date(2026, 1, 1)).closes for year in (2026, 2027)] == [
        date(2027, 2, 28),
        date(2028, 2, 29),
    ]


def test_a_window_over_new_year_ends_in_the_next_year(reference, clock):
    clock.set("2026-01-01")
    by_policy("annual_report.window", ["12-01", "01-31"])
    assert window_of(2026, "tfmp", date(2026, 1, 1)) == Window(2026, date(2027, 12, 1), date(2028, 1, 31))


def test_the_first_year_is_that_of_the_start_when_enough_of_it_is_left(issued):
    mark = issued()
    found = {
        day: first_year(starts(mark, date.fromisoformat(day)))
        for day in ("2026-03-02", "2026-10-03", "2026-10-04", "2026-12-31", "2027-01-01", "2028-02-29")
    }
    assert found == {
        "2026-03-02": 2026,
        "2026-10-03": 2026,  # ninety days with its own
        "2026-10-04": 2027,
        "2026-12-31": 2027,
        "2027-01-01": 2027,
        "2028-02-29": 2028,
    }


def test_the_report_opens_with_new_year_and_not_a_minute_before(issued, clock):
    mark = issued()
    clock.set("2026-12-31T23:59:00")
    expire()
    assert AnnualReport.objects.count() == 0
    clock.set("2027-01-01T00:00:00")
    expire()
    expire()
    report = AnnualReport.objects.get()
    assert (report.authorization, report.year, report.due_on, report.last_on, report.propose_from) == (
        mark,
        2026,
        date(2027, 6, 30),
        date(2027, 6, 30),
        date(2027, 7, 31),
    )
    told = InboxMessage.objects.get(key="annual_report_open")
    assert (told.organisation, told.link) == (
        mark.enterprise.organisation,
        f"/portal/authorizations/{mark.pk}/reports/2026/",
    )


def test_each_year_has_one_report_and_the_next_opens_while_the_last_is_missing(issued, clock):
    mark = starts(issued(), date(2026, 3, 2))
    for day in ("2027-01-01", "2027-12-31", "2028-01-01", "2029-01-01"):
        clock.set(day)
        open_due(the_clock.today())
    assert list(mark.annual_reports.order_by("year").values_list("year", "due_on")) == [
        (2026, date(2027, 6, 30)),
        (2027, date(2028, 6, 30)),
        (2028, date(2029, 6, 30)),
    ]


def test_opened_late_there_is_still_the_notice_and_never_beyond_the_marks_own_end(issued, clock):
    mark = starts(issued(), date(2026, 3, 2))
    clock.set("2027-06-20")
    assert open_report(mark, 2026, the_clock.today()).due_on == date(2027, 7, 20)
    other = starts(mark, date(2026, 3, 2), ends=date(2028, 1, 15))
    assert open_report(other, 2027, date(2028, 1, 2)).due_on == date(2028, 1, 15)


@pytest.mark.parametrize("state", ["withdrawn", "cancelled", "expired", "pending"])
def test_a_mark_that_is_not_in_force_owes_none(issued, clock, state):
    mark = issued()
    Authorization.objects.filter(pk=mark.pk).update(state=state)
    clock.set("2027-01-01")
    assert open_due(the_clock.today()) == 0
    mark.refresh_from_db()
    assert said(lambda: open_report(mark, 2026, the_clock.today())) == [
        f"授权当前为“{mark.get_state_display()}”，不再报送年度自查报告。"
    ]


def test_outside_its_years_no_report_can_be_opened(issued, clock):
    mark = starts(issued(), date(2026, 3, 2), ends=date(2028, 3, 1))
    clock.set("2026-12-31")
    today = the_clock.today()
    assert said(lambda: open_report(mark, 2026, today)) == ["2026 年度自查报告自 2027-01-01 起报送，请届时再来填写。"]
    assert said(lambda: open_report(mark, 2025, today)) == ["授权自 2026-03-02 起，不需要报送 2025 年度的自查报告。"]
    day = date(2028, 3, 1)
    assert open_report(mark, 2027, day).due_on == day
    starts(mark, date(2026, 3, 2), ends=date(2029, 3, 1))
    Authorization.objects.filter(pk=mark.pk).update(ends_on=date(2029, 12, 31))
    mark.refresh_from_db()
    by_policy("annual_report.window", ["02-01", "06-30"])
    mark.ends_on = date(2030, 1, 20)
    clock.set("2030-01-10")
    assert said(lambda: open_report(mark, 2029, the_clock.today())) == [
        "2029 年度自查报告自 2030-02-01 起报送，请届时再来填写。"
    ]


def test_the_next_report_is_known_from_the_first_day(issued):
    mark = starts(issued(), date(2026, 3, 2), ends=date(2028, 3, 1))
    assert next_report(mark, date(2026, 3, 2)) == Window(2026, date(2027, 1, 1), date(2027, 6, 30))
    assert next_report(mark, date(2027, 1, 1)) == Window(2027, date(2028, 1, 1), date(2028, 6, 30))
    assert next_report(mark, date(2028, 1, 1)) is None


def told_on(clock, day):
    clock.set(day)
    before = set(InboxMessage.objects.values_list("pk", flat=True))
    remind()
    rows = InboxMessage.objects.exclude(pk__in=before).filter(key__startswith="annual_report_")
    return sorted(set(rows.values_list("key", flat=True)))


def test_the_holder_is_reminded_on_the_last_day_and_15_and_30_days_later_then_the_desk_is_asked(issued, pair, clock):
    mark = issued()
    clock.set("2027-01-01")
    open_due(the_clock.today())
    days = ("2027-06-29", "2027-06-30", "2027-07-01", "2027-07-14", "2027-07-15", "2027-07-30", "2027-07-31")
    assert {day: told_on(clock, day) for day in days} == {
        "2027-06-29": [],
        "2027-06-30": ["annual_report_late"],
        "2027-07-01": [],
        "2027-07-14": [],
        "2027-07-15": ["annual_report_late"],
        "2027-07-30": ["annual_report_late"],
        "2027-07-31": ["annual_report_missing", "annual_report_missing_desk"],
    }
    assert told_on(clock, "2027-08-20") == []
    late = InboxMessage.objects.filter(key="annual_report_late").order_by("pk")
    assert [row.subject.partition("：")[0] for row in late] == [
        "年度自查报告今天届满",
        "年度自查报告已逾期 15 天",
        "年度自查报告已逾期 30 天",
    ]
    desk = InboxMessage.objects.filter(key="annual_report_missing_desk")
    assert set(pair) <= {row.user for row in desk}
    assert {row.link for row in desk} == {f"/console/reports/{mark.annual_reports.get().pk}/"}


def test_after_days_without_a_run_only_the_step_that_holds_is_told(issued, clock):
    issued()
    clock.set("2027-01-01")
    open_due(the_clock.today())
    assert told_on(clock, "2027-07-20") == ["annual_report_late"]
    assert "已逾期 20 天" in InboxMessage.objects.get(key="annual_report_late").subject
    assert told_on(clock, "2027-07-29") == []


def test_a_filed_report_is_not_reminded_of(issued, filed, clock):
    mark = issued()
    clock.set("2027-06-30")
    filed(mark)
    assert [told_on(clock, day) for day in ("2027-07-15", "2027-08-15")] == [[], []]


def test_rounds_cost_the_same_for_each_that_was_told(issued, clock, django_assert_max_num_queries):
    mark = issued()
    issued(item=make.product(mark.enterprise, "第二个产品"), person=mark.application.created_by)
    clock.set("2027-01-01")
    assert open_due(the_clock.today()) == 2
    day = date(2027, 6, 30) + timedelta(days=40)
    assert remind_late(day) > 0
    with django_assert_max_num_queries(1 + 2 * 3):
        assert remind_late(day) == 0

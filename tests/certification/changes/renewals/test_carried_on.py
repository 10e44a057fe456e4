"""Renewed, nothing of the holder's duties is lost with the old authorization: its last year is reported, its usages go on."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.urls import reverse

from certification.duties.reports.decisions import send_back
from certification.duties.reports.filings.drafts import open_report, save_draft
from certification.duties.reports.filings.rounds import unopened
from certification.duties.reports.statistics import by_year
from certification.duties.reports.term.years import first_year, newest_window
from certification.duties.usages.acts import approve, hand_back, stop
from certification.models import AnnualReport, Authorization, MarkUsage
from certification.tasks import expire
from tests import make
from tests.certification.duties.conftest import YEAR, sign
from tests.certification.duties.usages.make import usage
from tests.kept_rows import once
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as now
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def written(mark, year, **values):
    person = mark.application.created_by
    report = open_report(mark, year, now.today())
    return save_draft(report, user=person, values=YEAR | values, uploads=[make.pdf("检验报告.pdf")], shown=NO_PAGE)


def test_a_year_not_yet_filed_and_the_usages_go_over_to_the_new_one(in_window, renewed, fresh, clock, pair, signed_in):
    mark = in_window()
    end = mark.ends_on
    accepted, waiting, returned, stopped, short = (
        usage(mark, place=f"{n} 号工厂", ends_on=end if n == 5 else None) for n in range(1, 6)
    )
    approve(accepted, user=pair[0], seen=0, note="合适")
    hand_back(returned, user=pair[0], seen=0, reason="编号看不清")
    stop(stopped, user=mark.application.created_by, seen=0)
    new = renewed(mark)
    run_due()
    clock.set(end - timedelta(days=2))
    year = newest_window("tfmp", end).year
    draft = written(fresh(mark), year, revenue=777)
    assert draft.last_on == end, "under the old one it could only be filed until its end"
    clock.set(new.starts_on)
    expire()
    expire()
    mark, new, draft = fresh(mark), fresh(new), fresh(draft)
    report = new.annual_reports.get(year=year)
    assert (mark.state, new.state, draft.state, report.state) == ("expired", "active", "handed_on", "draft")
    assert (report.revenue, report.due_on, report.last_on) == (777, date(year + 1, 6, 30), date(year + 1, 6, 30))
    assert [row.file_id for row in report.files.all()] == [row.file_id for row in draft.files.all()]
    assert InboxMessage.objects.filter(key="annual_report_open", link__contains=f"/{new.pk}/").count() == 1
    assert sign(report).round == 1
    assert AnnualReport.objects.filter(year=year).count() == 2
    assert by_year() == [], "nothing accepted yet"
    # Usages: what stood stands, what waited waits, what was over or to be mended stays behind.
    carried = [(row.number, row.previous.place, row.state) for row in new.usages.order_by("serial")]
    assert carried == [
        (f"{new.number}-U01", "1 号工厂", "approved"),
        (f"{new.number}-U02", "2 号工厂", "registered"),
    ]
    first = new.usages.get(serial=1)
    assert (first.starts_on, first.ends_on, first.answer) == (
        new.starts_on,
        None,
        f"由原授权的登记 {accepted.number} 接续。",
    )
    assert list(first.pictures.values_list("file", flat=True)) == list(accepted.pictures.values_list("file", flat=True))
    told = InboxMessage.objects.get(key="usages_carried_on")
    for said in (f"继续有效，不需要重新登记：\n{new.number}-U01：", f"办理期限重新计算：\n{new.number}-U02："):
        assert said in told.body
    assert short.number in told.body.partition("新授权不能接续")[2]
    assert told.link == f"/portal/authorizations/{new.pk}/usages/"
    assert InboxMessage.objects.filter(
        key="usage_to_review", link__endswith=f"/{new.usages.get(serial=2).pk}/"
    ).exists()
    client = signed_in(mark.application.created_by)
    page = client.get(reverse("portal:usage", args=[first.pk])).content.decode()
    assert ("样图上是原授权编号的，换用新标识后请另行登记新的样图。" in page, accepted.number in page) == (True, True)
    assert client.get(first.pictures.get().file.get_absolute_url()).status_code == 200
    old = client.get(reverse("portal:annual_report", args=[mark.pk, year])).content.decode()
    assert "授权已续期，该年度的报告由新授权报送" in old
    assert MarkUsage.objects.get(pk=waiting.pk).state == "revoked"
    assert short.ends_on < new.starts_on


def test_returned_after_the_old_one_ended_it_is_mended_under_the_new_one(in_window, made, fresh, clock, pair):
    mark = in_window()
    new = made(mark)
    clock.set(mark.ends_on)
    year = newest_window("tfmp", mark.ends_on).year
    report = written(fresh(mark), year)
    sign(report)
    clock.set(new.starts_on + timedelta(days=3))
    expire()
    report = fresh(report)
    assert (report.state, fresh(new).annual_reports.count()) == ("submitted", 0)
    send_back(report, user=pair[0], seen=report.revision, reason="请核对批次。")
    handed = fresh(new).annual_reports.get()
    assert (fresh(report).state, handed.state, handed.answer, handed.tests) == ("handed_on", "draft", "请核对批次。", 8)
    assert sign(handed).late_days == 0


def two_marks(issued):
    old = issued()
    return old, issued(item=make.product(old.enterprise, "续期后的产品"))


@pytest.mark.parametrize(
    ("ended", "begins", "owed"),
    [
        ("2026-12-31", "2027-01-01", 2026),  # a whole year under the old one, whose window had not opened yet
        ("2026-12-30", "2026-12-31", 2026),
        ("2027-01-01", "2027-01-02", 2027),  # the window of 2026 had opened: handed over, if it was not filed
        ("2028-02-29", "2028-03-01", 2028),
        ("2026-12-10", "2027-02-01", 2026),  # with a gap
    ],
)
def test_the_first_year_of_a_continued_mark_is_the_one_the_other_could_not_file(issued, clock, ended, begins, owed):
    old, new = once("two marks", "", lambda: two_marks(issued))
    ended, begins = date.fromisoformat(ended), date.fromisoformat(begins)
    fields = {"starts_on": begins, "ends_on": begins + timedelta(days=900), "previous": old}
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=old.pk).update(ends_on=ended)
        Authorization.objects.filter(pk=new.pk).update(**fields)
    new.refresh_from_db()
    assert first_year(new) == owed
    clock.set(date(owed + 1, 1, 1))
    opened = {row.pk: newest_window("tfmp", now.today()).year for row in unopened(now.today())}
    assert opened.get(new.pk) == owed

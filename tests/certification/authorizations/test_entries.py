"""What the pages of an authorization list: by its day, the nearest first; the rest as the subjects stand."""

from datetime import date

import pytest
from django.urls import reverse

from certification.authorizations.standing import entries
from certification.authorizations.standing.entries import (
    ENTRIES,
    Agenda,
    Entry,
    Sources,
    holders_agenda,
    operators_agenda,
)
from tianfu.registry.table import Table

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(monkeypatch):
    """`table(key, holder=…, operator=…)`: rows of a table of the test's own."""
    own = Table("授权页上的事项")

    def add(key, holder=None, operator=None):
        monkeypatch.setattr(entries, "ENTRIES", own)
        own.add(key, Sources(holder, operator), __name__)

    return add


def always(title, **days):
    return lambda authorization, day: Entry(title, "请按时办理", f"/portal/authorizations/{authorization.pk}/", **days)


def test_what_has_a_day_stands_first_and_the_nearest_before_the_others(issued, table):
    row = issued()
    table("a", always("标识使用"))
    table("b", always("续期", opens=date(2028, 12, 1), due=date(2029, 1, 30)), always("续期申请"))
    table("c", always("年度自查报告", due=date(2027, 6, 30)))
    table("d", lambda authorization, day: None)
    found = holders_agenda(row, date(2026, 12, 1))
    assert [item.title for item in found.ahead] == ["年度自查报告", "续期"]
    assert [item.title for item in found.entries] == ["标识使用"]
    on_desk = operators_agenda(row, date(2026, 12, 1))
    assert (on_desk.ahead, [item.title for item in on_desk.entries]) == ([], ["续期申请"])


def test_the_holder_and_the_operator_read_them_on_the_page(issued, table, pair, signed_in):
    row = issued()
    table("report", always("年度自查报告", due=date(2027, 6, 30)), always("年度自查报告待审"))
    page = signed_in(row.application.created_by).get(reverse("portal:authorization", args=[row.pk]))
    words = page.content.decode()
    assert "接下来要做什么、什么时候之前" in words
    assert "<strong>年度自查报告</strong>，最迟" in words
    console = signed_in(pair[0]).get(reverse("console:authorization", args=[row.pk]))
    assert "年度自查报告待审" in console.content.decode()


def test_a_source_that_has_nothing_to_say_leaves_no_trace(issued, table, signed_in):
    row = issued()
    table("report", lambda authorization, day: None)
    assert holders_agenda(row, date(2026, 12, 1)) == Agenda([], [])
    page = signed_in(row.application.created_by).get(reverse("portal:authorization", args=[row.pk]))
    assert "接下来要做什么" not in page.content.decode()


def test_the_subjects_of_this_app_have_filled_the_table():
    assert "replacement" in ENTRIES

"""The operator's overview: authorizations by what they need, by month, reminders to many; and the one timeline."""

from datetime import date

import pytest
from django.urls import reverse

from certification.authorizations.standing.needs import NEEDS
from certification.authorizations.standing.timeline import holders_timeline, operators_timeline
from certification.authorizations.work.overview.reminders import MOST, remind_holders
from certification.duties.incidents.acts import file_incident
from certification.duties.reports.decisions import accept_report
from certification.duties.reports.filings.drafts import open_report
from certification.models import Authorization
from tests import make
from tests.certification.duties.test_incidents import FACTS
from tests.queries import costs, opening
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
AT = "console:overview"


@pytest.fixture
def late(issued, clock):
    """A mark whose report of 2026 is late on 10 July 2027."""
    mark = issued()
    clock.set("2027-05-10")
    open_report(mark, 2026, the_clock.today())
    clock.set("2027-07-10")
    return mark


def text(page):
    return page.content.decode()


def found(key):
    rows = NEEDS[key].found(Authorization.objects.all(), the_clock.today()).distinct()
    return [(row.pk, row.need_due) for row in rows]


def test_a_late_report_an_answer_that_waits_and_an_end_each_have_their_list(late, filed, act, clock):
    assert found("report_late") == [(late.pk, date(2027, 6, 30))]
    assert found("report_to_review") == []
    report = filed(late)
    assert (found("report_late"), found("report_to_review")) == ([], [(late.pk, report.decide_by)])
    file_incident(late, user=late.application.created_by, facts=FACTS)
    assert found("incident") == [(late.pk, date(2027, 7, 10))]
    act(late)
    assert found("over_limit") == []
    clock.set("2027-10-11")
    assert found("over_limit") == [(late.pk, date(2027, 10, 10))]
    clock.set(late.ends_on)
    assert found("ending") == [(late.pk, late.ends_on)]


def test_the_overview_counts_and_lists_and_its_calendar_shows_the_day(late, pair, signed_in):
    client = signed_in(pair[0])
    page = client.get(reverse(AT))
    assert ("年度报告逾期 1" in text(page), late.number in text(page)) == (True, True)
    assert late.number not in text(client.get(reverse(AT), {"need": "ending"}))
    month = client.get(reverse("console:overview_calendar"), {"month": "2027-06"})
    assert ("6 月 30 日" in text(month), late.product_name in text(month)) == (True, True)
    for odd in ("2027-13", "", "0000-00", "x"):
        assert "2027 年 7 月" in text(client.get(reverse("console:overview_calendar"), {"month": odd}))
    december = client.get(reverse("console:overview_calendar"), {"month": "2027-12"})
    assert "?month=2028-01" in text(december)


def test_chosen_holders_are_reminded_once_a_day(late, pair, signed_in, clock):
    client, at = signed_in(pair[0]), reverse("console:overview_remind")
    sent = client.post(at, {"need": "report_late", "mark": [late.pk]}, follow=True)
    assert "已提醒 1 项授权的持有人。" in text(sent)
    message = InboxMessage.objects.get(key="authorization_reminder")
    assert (message.organisation, message.link) == (
        late.enterprise.organisation,
        f"/portal/authorizations/{late.pk}/",
    )
    again = client.post(at, {"need": "report_late", "mark": [late.pk]}, follow=True)
    assert "没有新的提醒。另有 1 项今天已经提醒过。" in text(again)
    clock.set("2027-07-11")
    assert remind_holders("report_late", [late.pk], user=pair[0]) == (1, 0)


def test_nothing_chosen_too_much_or_what_is_not_needed_any_more_is_said(late, pair, signed_in, filed):
    client, at = signed_in(pair[0]), reverse("console:overview_remind")
    empty = client.post(at, {"need": "report_late"})
    assert (empty.status_code, "请勾选要提醒的授权。" in text(empty)) == (422, True)
    with pytest.raises(NotPossible, match=f"一次最多提醒 {MOST} 项授权，请分次勾选。"):
        remind_holders("report_late", list(range(MOST + 1)), user=pair[0])
    with pytest.raises(NotPossible, match="这类事项由运营机构办理，不需要提醒持有人。"):
        remind_holders("report_to_review", [late.pk], user=pair[0])
    assert client.post(at, {"need": "nonsense", "mark": [late.pk]}).status_code == 404
    filed(late)
    assert remind_holders("report_late", [late.pk, 999999], user=pair[0]) == (0, 0)


def test_others_read_and_do_not_remind(late, signed_in):
    officer = make.officer(Role.PROVINCE_OFFICER)
    client = signed_in(officer)
    page = client.get(reverse(AT))
    assert (page.status_code, "提醒选中的持有人" in text(page)) == (200, False)
    assert (
        client.post(reverse("console:overview_remind"), {"need": "report_late", "mark": [late.pk]}).status_code == 403
    )
    with pytest.raises(NotAllowed, match="提醒由运营机构审核员发出。"):
        remind_holders("report_late", [late.pk], user=officer)
    stranger = signed_in(make.officer(Role.PREFECTURE_OFFICER, "513400"))
    assert late.number not in text(stranger.get(reverse(AT)))


def test_the_overview_costs_the_same_however_many(late, issued, pair, signed_in, clock):
    client = signed_in(pair[0])
    item = make.product(late.enterprise, "第二个产品")

    def one_more():
        clock.set("2026-03-02")
        other = issued(item=item, person=late.application.created_by)
        clock.set("2027-05-10")
        open_report(other, 2026, the_clock.today())
        clock.set("2027-07-10")

    before, after = costs(opening(client, reverse(AT)), one_more)
    assert before == after


def test_one_timeline_tells_both_sides_in_order_officers_with_names(late, filed, pair, act):
    report = filed(late)
    accept_report(report, user=pair[0], seen=report.revision, note="请继续。")
    file_incident(late, user=late.application.created_by, facts=FACTS)
    act(late)
    late.refresh_from_db()
    holder = holders_timeline(late, the_clock.today())
    told = {event["what"] for event in holder}
    assert {
        "授权生效并公布",
        "授权证书第 1 版制成",
        "报送 2026 年度自查报告",
        "接受 2026 年度自查报告",
        "报告重大质量事故",
        "暂停原因：标识使用不符合规定",
        "授权暂停",
    } <= told
    moments = [event["at"] for event in holder]
    assert moments == sorted(moments, reverse=True)
    assert str(pair[0]) not in {event["who"] for event in holder}
    accepted = next(event for event in operators_timeline(late) if event["what"] == "接受 2026 年度自查报告")
    assert (accepted["who"], accepted["note"], accepted["url"]) == (str(pair[0]), "请继续。", "")


def test_the_page_of_an_authorization_costs_the_same_however_long_its_timeline(late, pair, signed_in):
    mark, person = late, late.application.created_by
    file_incident(mark, user=person, facts=FACTS)
    client = signed_in(person)
    officer = signed_in(pair[0])
    for who, name in ((client, "portal:authorization"), (officer, "console:authorization")):
        facts = FACTS | {"text": name}
        ask = opening(who, reverse(name, args=[mark.pk]))
        before, after = costs(ask, lambda facts=facts: file_incident(mark, user=person, facts=facts))
        assert before == after

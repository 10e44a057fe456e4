"""黑名单: two people, a period, told with remedy; nobody on it files or passes a stage; public while it stands."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from applications.models import Application
from applications.submitting import submit
from supervision.lists.entries import confirm, drop, entry_facts, propose_entry, propose_removal, standing_proposal
from supervision.lists.models import BlacklistEndorsement, BlacklistEntry
from supervision.lists.sources import proposals
from tests import make
from tests.pages import hidden
from tests.supervision.make import queries_of
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
PAGE = "/console/blacklist/"
CODE = "91510100TFMP0101X4"
FACTS = {"grounds": "false_facts", "cause": "所附检测报告系伪造，见检测机构复函。", "months": 36}


@pytest.fixture
def pair(reference, clock):
    clock.set("2026-05-11")
    return make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)


def proposed(person, uscc=CODE, name="样例家居制造有限公司", **facts):
    return propose_entry(user=person, uscc=uscc, name=name, **{**FACTS, **facts})


def entered(pair, **facts):
    entry = proposed(pair[0], **facts)
    return confirm(standing_proposal(entry), user=pair[1], seen=entry.revision, shown=stamp(entry_facts(entry)))


def removed(entry, pair, reason="整改已经核实。"):
    row = propose_removal(entry, user=pair[0], seen=entry.revision, reason=reason)
    return confirm(row, user=pair[1], seen=entry.revision, shown=NO_PAGE)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def bodies(key):
    return list(InboxMessage.objects.filter(key=key).values_list("body", flat=True))


def test_entered_refused_told_removed_and_accepted_again(pair):
    """The story of the issue, on the pages: proposed by code, confirmed by another, refused, removed, filed."""
    application = make.draft()
    signer, code = make.member(application.enterprise.organisation), application.enterprise.uscc
    first, second = client_of(pair[0]), client_of(pair[1])
    found = first.get(f"{PAGE}new/", {"uscc": code.lower()})
    assert application.enterprise.organisation.name in found.content.decode()
    assert first.post(f"{PAGE}new/?uscc={code}", {**hidden(found), **FACTS}).status_code == 302
    entry = BlacklistEntry.objects.get()
    assert (entry.state, entry.since, entry.name) == ("proposed", None, application.enterprise.organisation.name)
    assert Client().get("/blacklist/").content.decode().count(entry.name) == 0
    assert [row.subject for row in proposals(pair[1])] == [entry]
    row, page = standing_proposal(entry), f"{PAGE}{entry.pk}/"
    answer = second.post(f"{page}proposals/{row.pk}/", {**hidden(second.get(page)), "act": "confirm"})
    assert answer.status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.since, entry.until) == ("listed", date(2026, 5, 11), date(2029, 5, 10))
    assert Client().get("/blacklist/").content.decode().count(entry.name) == 1
    with pytest.raises(NotPossible, match="企业被列入品牌黑名单（提供虚假材料或隐瞒事实），至 2029 年 5 月 10 日"):
        submit(application, user=signer, seen=application.revision, shown=NO_PAGE)
    assert Application.objects.get(pk=application.pk).state == "draft"
    (told,) = bodies("blacklist_entered")
    assert "所附检测报告系伪造" in told and "书面申请复核" in told and "2029 年 5 月 10 日" in told
    removed(entry, pair)
    assert "整改已经核实。" in bodies("blacklist_removed")[0]
    application = Application.objects.get(pk=application.pk)
    assert submit(application, user=signer, seen=application.revision, shown=NO_PAGE).state == "completeness_check"
    assert Client().get("/blacklist/").content.decode().count(entry.name) == 0
    names = ["propose_enter", "enter", "propose_remove", "remove"]
    written = AuditEvent.objects.filter(action__startswith="blacklistentry.").order_by("id")
    assert list(written.values_list("action", flat=True)) == [f"blacklistentry.{name}" for name in names]


@pytest.mark.parametrize("stage", ["completeness_check", "prefecture_review", "document_review"])
def test_no_stage_passes_while_the_enterprise_is_on_the_list(pair, clock, stage):
    people = make.staff()
    application = make.advance_to(make.filed(), stage, people, clock)
    entry = entered(pair, uscc=application.enterprise.uscc)
    with pytest.raises(NotPossible, match="企业被列入品牌黑名单"):
        make.advance_to(application, "public_notice", people, clock)
    assert Application.objects.get(pk=application.pk).state == stage
    removed(entry, pair)
    application = Application.objects.get(pk=application.pk)
    assert make.advance_to(application, "public_notice", people, clock).state == "public_notice"


def test_one_person_alone_enters_nobody_and_the_database_agrees(pair):
    lone = make.officer(Role.PROVINCE_APPROVER)
    entry = proposed(lone)
    row = standing_proposal(entry)
    with pytest.raises(NotPossible, match="须由另一人确认"):
        confirm(row, user=lone, seen=0, shown=NO_PAGE)
    with pytest.raises(NotAllowed, match="省级审批人"):
        confirm(row, user=pair[0], seen=0, shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlacklistEndorsement.objects.filter(pk=row.pk).update(second_by=lone, second_at=the_clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        BlacklistEntry.objects.filter(pk=entry.pk).update(state="listed")
    assert not BlacklistEntry.objects.standing(the_clock.today()).exists()


def test_what_the_second_person_did_not_read_is_not_confirmed(pair):
    entry = proposed(pair[0])
    shown = stamp(entry_facts(entry))
    BlacklistEntry.objects.filter(pk=entry.pk).update(cause="另一事由")
    with pytest.raises(Changed, match="事由"):
        confirm(standing_proposal(entry), user=pair[1], seen=0, shown=shown)


def test_two_confirm_at_once_and_the_enterprise_is_told_once(pair):
    application = make.draft()
    entry = proposed(pair[0], uscc=application.enterprise.uscc)
    row, other = standing_proposal(entry), make.officer(Role.PROVINCE_APPROVER)
    confirm(row, user=pair[1], seen=0, shown=NO_PAGE)
    with pytest.raises((Overtaken, NotPossible)):
        confirm(row, user=other, seen=0, shown=NO_PAGE)
    assert len(bodies("blacklist_entered")) == 1


@pytest.mark.django_db(transaction=True)
def test_two_propose_the_same_enterprise_at_once_and_one_stands(pair):
    answers = together(2, lambda number: proposed(pair[number]))
    assert sorted(isinstance(one, BlacklistEntry) for one in answers) == [False, True]
    assert BlacklistEntry.objects.count() == BlacklistEndorsement.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"cause": " "}, "请写明事由"),
        ({"months": 0}, "期限应为 1 至 120 个月"),
        ({"months": 121}, "期限应为 1 至 120 个月"),
        ({"grounds": "x"}, "请选择事由类别"),
    ],
)
def test_a_proposal_without_cause_or_period_is_refused_in_words(pair, wrong, words):
    with pytest.raises(NotPossible, match=words):
        proposed(pair[0], **wrong)
    assert not BlacklistEntry.objects.exists()


def test_an_enterprise_on_the_list_is_not_entered_again_but_after_its_last_day(pair, clock):
    entered(pair, months=1)
    with pytest.raises(NotPossible, match="已在黑名单中"):
        proposed(pair[0])
    clock.set("2026-06-10")
    assert BlacklistEntry.objects.standing(the_clock.today()).exists()
    clock.set("2026-06-11")
    entry = BlacklistEntry.objects.get()
    assert (entry.label, BlacklistEntry.objects.standing(the_clock.today()).exists()) == ("已期满", False)
    with pytest.raises(NotPossible, match="无需移出"):
        propose_removal(entry, user=pair[0], seen=entry.revision, reason="已期满")
    assert proposed(pair[0]).state == "proposed"


def test_a_proposal_is_taken_back_with_a_reason_and_stays_on_record(pair):
    entry = proposed(pair[0])
    with pytest.raises(NotPossible, match="撤下的理由"):
        drop(standing_proposal(entry), user=pair[1], reason="")
    drop(standing_proposal(entry), user=pair[1], reason="证据不足")
    entry.refresh_from_db()
    assert (entry.state, entry.endorsements.get().withdrawn_by) == ("dropped", pair[1])
    assert proposed(pair[0]).state == "proposed"


def test_bad_codes_and_missing_words_come_back_at_the_field_with_what_was_typed(pair):
    client = client_of(pair[0])
    answer = client.get(f"{PAGE}new/", {"uscc": "12345"})
    assert (answer.status_code, "12345" in answer.content.decode()) == (422, True)
    answer = client.post(f"{PAGE}new/?uscc={CODE}", {"name": "某公司", "cause": "伪造", "months": "三十六"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请选择事由类别。" in page and "某公司" in page and "伪造" in page and "三十六" in page


def test_the_facts_of_a_cause_and_the_people_are_not_public(pair):
    entry = entered(pair)
    answers = [Client().get(url) for url in ("/blacklist/", "/blacklist.csv", "/blacklist.json", "/blacklist/feed/")]
    assert [answer.status_code for answer in answers] == [200] * 4
    for answer in answers:
        text = answer.content.decode()
        assert entry.name in text and "提供虚假材料或隐瞒事实" in text
        assert "伪造" not in text and pair[0].name not in text and pair[1].name not in text
        assert "public" in answer["Cache-Control"]
    (row,) = json.loads(answers[2].content)["blacklist"]
    assert {key: row[key] for key in ("name", "uscc", "grounds", "since", "until")} == {
        "name": entry.name,
        "uscc": CODE,
        "grounds": "提供虚假材料或隐瞒事实",
        "since": "2026-05-11",
        "until": "2029-05-10",
    }
    assert entry.name in Client().get("/blacklist/", {"q": "样例家居"}).content.decode()
    assert "没有找到" in Client().get("/blacklist/", {"q": "别家"}).content.decode()


def test_others_read_the_console_list_and_do_not_act(pair):
    entry = entered(pair)
    reader = client_of(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    assert reader.get(f"{PAGE}{entry.pk}/").status_code == 200
    assert reader.get(f"{PAGE}new/").status_code == 403
    assert reader.post(f"{PAGE}{entry.pk}/remove/", {"seen": 1, "reason": "x"}).status_code == 403
    assert client_of(make.officer(Role.INSPECTOR)).get(PAGE).status_code == 403


def test_the_list_costs_the_same_for_many_and_shows_bars_after_withdrawal(pair):
    client = client_of(pair[1])
    entered(pair)
    few = queries_of(client, PAGE)
    for code in make.CODES[3:9]:
        entered(pair, uscc=code)
    assert queries_of(client, PAGE) == few
    assert client.get(PAGE, {"tab": "bars"}).status_code == 200

"""黑名单: two people, a period, told with remedy; nobody on it files or passes a stage; public while it stands."""

import json

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from supervision.lists.blacklist.entries import confirm, drop, entry_facts, propose_removal, standing_proposal
from supervision.lists.blacklist.letters import LETTER_JOB
from supervision.lists.models import BlacklistEndorsement, BlacklistEntry
from tests import make
from tests.applications.test_what_stands import changes, gone, refused
from tests.make import NOBODY
from tests.supervision.lists.make import CODE, PAGE, bodies, client_of, entered, proposed, removed
from tests.supervision.make import queries_of
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db


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
    with pgtrigger.ignore():
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
    assert {key: row[key] for key in ("name", "uscc", "grounds", "number", "since", "until")} == {
        "name": entry.name,
        "uscc": CODE,
        "grounds": "提供虚假材料或隐瞒事实",
        "number": "川品黑〔2026〕1号",
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


@pytest.mark.django_db(transaction=True)
def test_two_remove_at_once_and_it_is_removed_logged_and_told_once(pair):
    application = make.draft()
    entry = entered(pair, uscc=application.enterprise.uscc)
    answers = together(2, lambda n: propose_removal(entry, user=pair[n], seen=entry.revision, reason=f"整改核实 {n}"))
    assert sorted(isinstance(one, BlacklistEndorsement) for one in answers) == [False, True]
    (row,) = BlacklistEndorsement.objects.standing()
    others = [make.officer(Role.PROVINCE_APPROVER) for _ in range(2)]
    answers = together(2, lambda n: confirm(row, user=others[n], seen=entry.revision, shown=NO_PAGE))
    assert sorted(isinstance(one, BlacklistEntry) for one in answers) == [False, True]
    entry.refresh_from_db()
    assert (entry.state, entry.removal_number) == ("removed", "川品移〔2026〕1号")
    assert len(bodies("blacklist_removed")) == 1
    assert LogOutbox.objects.filter(entry__contains="blacklist.removed").count() == 1
    assert Job.objects.filter(kind=LETTER_JOB).count() == 2


def test_the_database_keeps_entries_as_they_were_entered(pair):
    entry = entered(pair)
    rows = BlacklistEntry.objects.filter(pk=entry.pk)
    for change in (
        {"uscc": "91510100TFMP0104X8"},
        {"cause": "另一事由"},
        {"until": None},
        {"number": "川品黑〔2026〕9号"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        rows._raw_delete("default")
    removed(entry, pair)
    for change in ({"removal_reason": "另一理由"}, {"state": "listed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_what_two_people_sign_of_an_entry_is_not_rewritten_even_before_the_second_signs(pair):
    entry = proposed(pair[0])
    refused(changes(entry, "不能修改", {"cause": "另一事由"}, {"months": 1}, {"uscc": NOBODY}, {"name": "别家"}))
    row = standing_proposal(entry)
    refused([*changes(row, "不能改写", {"first_note": "另一理由"}, {"first_by": pair[1]}), *gone(row), *gone(entry)])
    assert entered(pair, uscc=NOBODY).state == "listed"

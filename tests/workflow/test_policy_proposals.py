"""A value that protects somebody takes two administrators; a text, a reminder or a technical limit takes one."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests.accounts import make
from tests.pages import hidden
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.models import Policy, PolicyProposal
from tianfu.workflow.policies.catalogue import POLICIES, takes_two
from tianfu.workflow.policies.proposals import (
    close_policy_proposal,
    confirm_policy,
    proposal_facts,
    propose_policy,
    standing_proposal,
)
from tianfu.workflow.policies.sources import policies_for_second
from tianfu.workflow.policies.values import policy, policy_facts, set_policy
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
WAIT = "grant.waiting_hours"
PAGE = reverse("admin:workflow_policy_of", args=[WAIT])


@pytest.fixture
def pair() -> tuple[User, User]:
    return make.administrator(), make.administrator()


def proposed(actor: User, value: Any = 0, key: str = WAIT, **more: Any) -> PolicyProposal:
    given = {"source": "内部规定", "valid_from": the_clock.today(), "shown": NO_PAGE}
    return propose_policy(key, value, actor=actor, **given | more)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_what_one_may_set_is_a_text_a_reminder_or_a_technical_limit() -> None:
    alone = {key for key in POLICIES if not takes_two(key)}
    parts = ("reminder", "contact.", "photos", "pictures", "import_", "mark.", "upload", "_notice_days", "draw.number_prefix",
             "draw.simulated_seeds", "draw.calendar_days", "alert.", "usage.most", "document.word", "idle_days")  # fmt: skip
    assert [key for key in alone if not any(part in key for part in parts)] == []
    guarded = {
        "grant.waiting_hours", "grant.answer_days", "retention.sessions.days", "objection.days", "appeal.file_days",
        "inspection.objection_days", "inspection.retest_days", "draw.least_bits", "draw.notice_hours", "draw.closures",
        "draw.witnesses", "blacklist.months", "reapply_bar_years", "risk.from_d", "spotcheck.yearly_cap",
        "completeness.silence_accepts", "stage.public_notice.days", "correction.reply_days", "correction.notice_days",
        "annual_report.notice_days", "annual_report.least_published",
    }  # fmt: skip
    assert guarded & alone == set()
    assert takes_two("a.key.that.a.programme.brought")


def test_one_administrator_alone_sets_no_value_that_protects(pair: Any) -> None:
    for key in (WAIT, "inspection.objection_days", "draw.least_bits"):
        with pytest.raises(ValidationError, match="须由两位系统管理员设定"):
            set_policy(key, 1, source="内部规定", valid_from=the_clock.today(), actor=pair[0], shown=NO_PAGE)
    assert policy(WAIT) == 24
    row = proposed(pair[0])
    event = AuditEvent.objects.get(action="policy.proposed")
    assert (event.actor, event.subject_id, event.reason) == (pair[0], str(row.pk), "内部规定")
    assert event.data == {"key": WAIT, "scope": "", "value": 0, "valid_from": the_clock.today().isoformat()}
    assert policy(WAIT) == 24
    with pytest.raises(ValidationError, match="您是提议人，须由另一位系统管理员复核"):
        confirm_policy(row, actor=pair[0], shown=NO_PAGE)
    assert (policy(WAIT), list(policies_for_second(pair[1])), list(policies_for_second(pair[0]))) == (24, [row], [])


def test_the_second_sets_it_and_both_stand_beside_it(pair: Any) -> None:
    row = proposed(pair[0], 2)
    with pytest.raises(Changed):
        confirm_policy(row, actor=pair[1], shown=stamp(proposal_facts(row) | {"拟设定": "48 小时"}))
    with pytest.raises(PermissionDenied):
        confirm_policy(row, actor=make.staff(Role.AUDITOR), shown=NO_PAGE)
    done = confirm_policy(row, actor=pair[1], shown=stamp(proposal_facts(row)))
    row.refresh_from_db()
    assert (policy(WAIT), done.set_by, done.seconded_by, row.policy, row.outcome) == (2, *pair, done, "confirmed")
    event = AuditEvent.objects.get(action="policy.set")
    assert (event.actor, event.data["second"]) == (pair[0], pair[1].pk)
    with pytest.raises(ValidationError, match="已经办结"):
        confirm_policy(row, actor=pair[1], shown=NO_PAGE)
    with pytest.raises(ValidationError, match="已经办结"):
        close_policy_proposal(row, actor=pair[0], reason="有误")


def test_whose_account_or_role_the_first_made_is_no_second(pair: Any) -> None:
    row = proposed(pair[0])
    User.objects.filter(pk=pair[1].pk).update(created_by=pair[0])
    with pytest.raises(ValidationError, match="由提出人建立或授予"):
        confirm_policy(row, actor=User.objects.get(pk=pair[1].pk), shown=NO_PAGE)
    assert list(policies_for_second(User.objects.get(pk=pair[1].pk))) == []


def test_without_a_second_administrator_it_is_said_at_once() -> None:
    with pytest.raises(ValidationError, match="没有另一位可以复核的系统管理员"):
        proposed(make.administrator())
    with pytest.raises(PermissionDenied):
        proposed(make.staff(Role.AUDITOR))


def test_what_is_wrong_with_a_value_is_said_to_who_proposes_it(pair: Any) -> None:
    today = the_clock.today()
    for change, field in (
        ({"value": -1}, "value"), ({"source": " "}, "source"), ({"valid_from": today - timedelta(days=1)}, "valid_from"),
        ({"valid_from": date(2021, 1, 1)}, "valid_from"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as caught:
            proposed(pair[0], **change)
        assert list(caught.value.message_dict) == [field]
    with pytest.raises(Changed):
        proposed(pair[0], shown=stamp(policy_facts(WAIT) | {"2026-01-01 起": "1 小时（x）"}))
    set_policy(WAIT, 5, source="演示", valid_from=today, actor=None, shown=NO_PAGE)
    with pytest.raises(ValidationError, match="该日期已有取值"):
        proposed(pair[0])


def test_one_proposal_waits_at_a_time_until_it_is_answered_or_its_day_is_over(pair: Any, clock: Any) -> None:
    clock.set("2026-11-26")
    row = proposed(pair[0])
    with pytest.raises(ValidationError, match="已经提出新值，等待复核"):
        proposed(pair[1], 3)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyProposal.objects.create(
            key=WAIT, value=1, unit="hours", source="x", valid_from=row.valid_from, proposed_by=pair[1],
            proposed_at=the_clock.now(),
        )  # fmt: skip
    clock.set("2026-11-27")
    with pytest.raises(ValidationError, match="提出的生效日期已过"):
        confirm_policy(row, actor=pair[1], shown=NO_PAGE)
    assert list(policies_for_second(pair[1])) == []
    again = proposed(pair[1], 3)
    row.refresh_from_db()
    assert (row.outcome, standing_proposal(WAIT), policy(WAIT)) == ("lapsed", again, 24)


@pytest.mark.parametrize(("who", "outcome"), [(0, "withdrawn"), (1, "refused")])
def test_taken_back_or_refused_with_a_reason_it_stays_on_record(pair: Any, who: int, outcome: str) -> None:
    row = proposed(pair[0])
    with pytest.raises(ValidationError, match="请写明理由"):
        close_policy_proposal(row, actor=pair[who], reason=" ")
    done = close_policy_proposal(row, actor=pair[who], reason="文号有误")
    assert (done.outcome, done.closed_by, done.policy, policy(WAIT)) == (outcome, pair[who], None, 24)
    assert AuditEvent.objects.get(action="policy.proposal_closed").reason == "文号有误"
    for change in ({"value": 1}, {"outcome": ""}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PolicyProposal.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PolicyProposal.objects.all().delete()


def test_the_database_takes_no_second_who_is_the_first(pair: Any) -> None:
    row = proposed(pair[0])
    for change in ({"outcome": "refused"}, {"outcome": "confirmed", "policy": Policy.objects.first()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PolicyProposal.objects.filter(pk=row.pk).update(closed_by=pair[0], closed_at=the_clock.now(), **change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Policy.objects.create(
            key=WAIT, value=0, unit="hours", source="x", valid_from=the_clock.today(), set_by=pair[0],
            seconded_by=pair[0], set_at=the_clock.now(),
        )  # fmt: skip


def test_proposed_read_and_confirmed_on_the_page(pair: Any) -> None:
    first, second = (signed_in(user) for user in pair)
    typed = {"value": "0", "source": "内部规定〔2026〕1号", "valid_from": the_clock.today().isoformat()}
    page = first.get(PAGE)
    assert "须由两位系统管理员设定：您提出，另一位复核后设定。" in page.content.decode()
    answer = first.post(PAGE, hidden(page) | typed, follow=True)
    html = answer.content.decode()
    assert ("须由另一位系统管理员复核后设定" in html, "您是提议人" in html, 'value="confirm"' in html) == (
        True,
        True,
        False,
    )
    again = first.post(PAGE, hidden(page) | typed)
    assert (again.status_code, "请先复核或撤下" in again.content.decode()) == (422, True)
    assert f'href="{PAGE}"' in second.get("/console/second/").content.decode()
    page = second.get(PAGE)
    bare = second.post(PAGE, {**hidden(page), "act": "close", "reason": ""})
    assert (bare.status_code, "请写明理由。" in bare.content.decode()) == (422, True)
    assert second.post(PAGE, {"act": "confirm"}).status_code == 409
    done = second.post(PAGE, {**hidden(page), "act": "confirm"}, follow=True).content.decode()
    assert ("已设定：" in done, f"{pair[0]}、{pair[1]}" in done, policy(WAIT)) == (True, True, 0)
    late = second.post(PAGE, {**hidden(page), "act": "confirm"})
    assert (late.status_code, "这项提议已经办结" in late.content.decode()) == (422, True)
    auditor = signed_in(make.staff(Role.AUDITOR))
    assert (auditor.get(PAGE).status_code, auditor.post(PAGE, {"act": "close"}).status_code) == (200, 403)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_sets_it() -> None:
    first, others = make.administrator(), [make.administrator() for _ in range(2)]
    row, outcomes, gate = proposed(first), [], threading.Barrier(2)

    def act(user: User) -> None:
        gate.wait()
        try:
            confirm_policy(row, actor=user, shown=NO_PAGE)
            outcomes.append("set")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(user,)) for user in others]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert (sorted(outcomes), Policy.objects.filter(key=WAIT).count()) == (["refused", "set"], 2)

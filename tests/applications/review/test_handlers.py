"""经办人: a case stays with whom took it, and with nobody who may no longer work on it."""

import pytest
from django.core.management import call_command

from applications.models import Application
from applications.review.acts.corrections import ask_correction
from applications.review.acts.passages import reject
from applications.review.work.handlers import lapse_idle_claims, release, take, take_over
from applications.tasks import lapse
from tests import make
from tests.threads import together
from tianfu.accounts.grants.ends import disable, end_role
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def taken(people, **kwargs):
    application = make.filed(**kwargs)
    return take(application, user=people["prefecture"])


def colleague():
    return make.officer(Role.PREFECTURE_OFFICER, "510100")


def told(key):
    return {row.user for row in InboxMessage.objects.filter(key=key)}


def actions(application):
    events = AuditEvent.objects.filter(subject_id=str(application.pk), action__startswith="application.")
    return list(events.order_by("pk").values_list("action", flat=True))


@pytest.mark.parametrize("how", ["role", "account"])
def test_end_of_access_releases_the_cases_at_once_and_tells_the_desk(how, people):
    application, other = taken(people), colleague()
    person = people["prefecture"]
    if how == "role":
        end_role(person.role_grants.get(), actor=None, reason="调离")
    else:
        disable(person, actor=None, reason="离职")
    kept = fresh(application)
    assert (kept.handler, kept.handler_since) == (None, None)
    assert other in told("case_released")
    assert person not in told("case_released")
    assert "application.access_ended" in actions(application)


def test_access_that_cannot_be_ended_releases_nothing(people):
    application = taken(people)
    with pytest.raises(Exception, match="理由"):
        disable(people["prefecture"], actor=None, reason=" ")
    assert fresh(application).handler == people["prefecture"]
    assert told("case_released") == set()


def test_change_of_access_that_leaves_the_desk_leaves_the_case(people):
    application, person = taken(people), people["prefecture"]
    extra = make.grant(person, Role.PREFECTURE_OFFICER, "510300")
    end_role(extra, actor=None, reason="不再负责自贡")
    assert fresh(application).handler == person


def test_case_waiting_for_the_enterprise_is_released_too(people):
    application = taken(people)
    gaps = [{"section": "evidence", "kind": "missing", "text": "缺第 2 页"}]
    application = ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)
    assert application.handler == people["prefecture"]
    disable(people["prefecture"], actor=None, reason="离职")
    assert fresh(application).handler is None


def test_colleague_takes_over_with_a_reason_that_the_former_handler_reads(people):
    application, other = taken(people), colleague()
    with pytest.raises(NotPossible, match="理由"):
        take(application, user=other)
    with pytest.raises(NotPossible, match="理由"):
        take_over(application, user=other, reason="  ")
    assert fresh(application).handler == people["prefecture"]
    take_over(application, user=other, reason="休假期间由我办理")
    assert fresh(application).handler == other
    message = InboxMessage.objects.get(key="case_taken_over")
    assert message.user == people["prefecture"]
    assert "休假期间由我办理" in message.body
    event = AuditEvent.objects.get(action="application.take_over")
    assert (event.actor, event.reason) == (other, "休假期间由我办理")


def test_only_the_desk_takes_over_and_only_the_handler_gives_back(people):
    application = taken(people)
    for stranger in (people["operator"], make.officer(Role.PREFECTURE_OFFICER, "510300")):
        with pytest.raises(NotAllowed):
            take_over(application, user=stranger, reason="想办")
    with pytest.raises(NotAllowed):
        release(application, user=colleague())
    release(application, user=people["prefecture"])
    assert fresh(application).handler is None


def test_taking_over_what_nobody_has_is_taking_it(people):
    application, other = make.filed(), colleague()
    take_over(application, user=other, reason="")
    assert fresh(application).handler == other
    assert told("case_taken_over") == set()


def test_claim_lapses_after_the_days_of_the_policy_without_an_act(clock, people):
    set_policy(
        "stage.completeness_check.days", 30, source="测试", valid_from=the_clock.today(), actor=None,
        scope="tfmp",
    shown=NO_PAGE)  # fmt: skip
    application, other = taken(people), colleague()
    clock.set("2026-03-05")
    assert lapse_idle_claims(the_clock.today()) == 0
    clock.set("2026-03-06")
    lapse()
    assert fresh(application).handler is None
    assert told("claim_lapsed") == {people["prefecture"]}
    assert other in told("case_released")
    assert lapse_idle_claims(the_clock.today()) == 0


def test_an_act_keeps_the_claim(clock, people):
    application = make.advance_to(make.filed(), "document_review", people, clock)
    take(application, user=people["operator"])
    clock.set("2026-03-05")
    reject(
        application,
        user=people["operator"],
        seen=application.revision,
        codes=["R4"],
        note="材料不足以证明",
        shown=NO_PAGE,
    )
    clock.set("2026-03-10")
    assert lapse_idle_claims(the_clock.today()) == 0
    clock.set("2026-03-11")
    assert lapse_idle_claims(the_clock.today()) == 1


def test_nobody_is_idle_who_waits_for_a_body(clock, people):
    application = make.advance_to(make.filed(), "certificate_check", people, clock)
    take(application, user=people["operator"])
    clock.set("2026-03-30")
    assert lapse_idle_claims(the_clock.today()) == 0


def test_review_page_offers_the_take_over(people, client):
    application, other = taken(people), colleague()
    client.force_login(other)
    page = client.get(f"/console/applications/{application.pk}/").content.decode()
    assert "接手的理由" in page
    answer = client.post(f"/console/applications/{application.pk}/take/", {"take_over": "1", "reason": ""}, follow=True)
    assert "请写明接手的理由" in answer.content.decode()
    here = f"/console/applications/{application.pk}/take/"
    for posted, handler, words in (
        ({"take_over": "1", "reason": "同事出差"}, other, "现在由您经办，原经办人会收到消息。"),
        ({"release": "1"}, None, "已退回岗位，同事可以接着办理。"),
        ({}, other, "现在由您经办。"),
    ):
        said = client.post(here, posted, follow=True).content.decode()
        assert (words in said, fresh(application).handler) == (True, handler)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_case_taken_at_the_moment_its_taker_loses_access_stays_with_nobody(transactional_db):
    call_command("seed_reference", verbosity=0)
    people = make.staff()
    for number in range(4):
        person = make.officer(Role.PREFECTURE_OFFICER, "510100")
        application = make.filed(item=make.product(make.enterprise(f"样例 {number} 有限公司")))
        together(
            2,
            lambda index, person=person, application=application: (
                disable(person, actor=None, reason="离职") if index else take(application, user=person)
            ),
        )
        assert fresh(application).handler is None
    assert people["prefecture"].is_active

"""终止办理 has two people, a page, a reason and a letter; a retracted case is heard by its desk."""

import pytest

from applications.models import Application, CasePaper
from applications.review.acts.corrections import ask_correction
from applications.review.acts.termination import terminate
from tests import make
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.door import NotAllowed, NotPossible, Refused, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
REASON = "企业已办理注销登记。"


@pytest.fixture
def people(reference, clock):
    clock.set("2026-03-02")
    return make.staff()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def act(application, person, note=REASON):
    return terminate(application, user=person, seen=fresh(application).revision, note=note, shown=NO_PAGE)


def test_two_people_of_the_province_end_a_case_with_a_reason_and_a_letter(people):
    application = make.filed()
    assert act(application, people["province"]).state == "completeness_check"
    with pytest.raises(NotPossible, match="另一人"):
        act(application, people["province"])
    moved = act(application, people["province_second"], "情况属实")
    assert (moved.state, moved.changes.last().note, moved.changes.last().actor) == (
        "terminated",
        REASON,
        people["province_second"],
    )
    run_due()
    assert CasePaper.objects.filter(application=moved, kind="terminated").count() == 1
    assert REASON in InboxMessage.objects.get(key="application_terminated").body


def test_door_ends_no_case_on_one_persons_word(people):
    application = make.filed()
    for person in (people["province"], people["province_second"]):
        with pytest.raises(NotPossible, match="两人"):
            advance(application, "terminate", actor=person, seen=application.revision, note=REASON)
    act(application, people["province"])
    with pytest.raises(NotPossible, match="两人"):
        advance(application, "terminate", actor=people["province_second"], seen=application.revision, note=REASON)


def test_whoever_acted_on_the_case_does_not_confirm_its_end(clock, people):
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    make.grant(people["operator"], Role.PROVINCE_APPROVER)
    act(application, people["province"])
    with pytest.raises(NotPossible, match="参与过本件"):
        act(application, type(people["operator"]).objects.get(pk=people["operator"].pk))
    assert act(application, people["province_second"]).state == "terminated"


def test_reason_is_asked_for_and_others_may_not(people):
    application = make.filed()
    with pytest.raises(NotPossible, match="理由"):
        act(application, people["province"], " ")
    for key in ("prefecture", "operator"):
        with pytest.raises(NotAllowed, match="终止办理由四川省市场监督管理局经办人和审批人办理。"):
            act(application, people[key])


def test_case_that_waits_for_the_enterprise_is_ended_too_and_the_second_person_finds_it(people):
    gaps = [{"section": "evidence", "kind": "missing", "text": "缺第 2 页"}]
    application = make.filed()
    application = ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)
    act(application, people["province"])
    asked = {row.user for row in InboxMessage.objects.filter(key="second_person_asked")}
    assert asked == {people["province_second"]}
    assert act(application, people["province_second"]).state == "terminated"


def test_page_proposes_and_confirms(client, people):
    application = make.filed()
    url = f"/console/applications/{application.pk}/terminate/"
    client.force_login(people["province"])
    assert "提出终止办理" in client.get(f"/console/applications/{application.pk}/").content.decode()
    assert client.post(url, {"seen": application.revision, "note": ""}).status_code == 422
    assert client.post(url, {"seen": application.revision, "note": REASON}).status_code == 302
    client.force_login(people["province_second"])
    page = client.get(url)
    assert REASON in page.content.decode()
    shown = dict(page.context["hidden"])["shown"]
    assert client.post(url, {"seen": application.revision, "note": "", "shown": shown}).status_code == 302
    assert fresh(application).state == "terminated"
    client.force_login(people["operator"])
    assert "提出终止办理" not in client.get(f"/console/applications/{application.pk}/").content.decode()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_propose_at_once_make_one_proposal(transactional_db):
    from django.core.management import call_command  # the fixture's loader, once

    call_command("seed_reference", verbosity=0)
    people, application = make.staff(), make.filed()
    both = [people["province"], people["province_second"]]
    results = together(2, lambda index: act(application, both[index]))
    kept = application.endorsements.get()
    # Either the second came as the confirming one, or as a proposer who was too late.
    assert (kept.complete, fresh(application).state) in [(True, "terminated"), (False, "completeness_check")]
    assert not [row for row in results if isinstance(row, Exception) and not isinstance(row, Refused)]


@pytest.mark.parametrize("state", ["prefecture_review", "public_notice", "agreement"])
def test_retracting_tells_the_desk_where_the_case_was(state, clock, people):
    application = make.advance_to(make.filed(), state, people, clock)
    advance(application, "retract", actor=application.created_by, seen=application.revision)
    told = InboxMessage.objects.filter(key="application_retracted")
    desk = {"prefecture_review": {people["prefecture"]}}.get(state, {people["operator"], people["operator_second"]})
    assert {row.user for row in told} == desk
    assert ("公示页注明" in told.first().body) == (state == "public_notice")


def test_notice_says_that_the_application_was_retracted(client, clock, people):
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    advance(application, "retract", actor=application.created_by, seen=application.revision)
    assert "申报已撤回" in client.get(f"/notices/{application.notice.pk}/").content.decode()

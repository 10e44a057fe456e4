"""待我复核: what waits for a second person is in that person's list, with a message, and nowhere else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.cases.rules.independence import independence_problems
from applications.models import Application
from applications.review.acts.passages import reject, send_back
from applications.review.work import proposals
from tests import make
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import work_items
from tianfu.workflow.checks import proposals_are_listed
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference):
    return make.staff()


def listed(person):
    """What this person's 待我复核 names, freshly asked."""
    person.forget_access()
    return [item.title for held in work_items.waiting_for(person, Kind.SECOND) for item in held.items]


def title(case):
    return f"{case.product.name} · {case.number}"


def told(kind="second_person_asked"):
    return sorted(InboxMessage.objects.filter(key=kind).values_list("user", flat=True))


@pytest.fixture
def proposed(people, clock):
    """市州初审 proposed by the first of two people of 成都."""
    case = make.advance_to(make.filed(), "prefecture_review", people, clock)
    make.passing(case, people["prefecture"], "建议推荐")
    return Application.objects.get(pk=case.pk)


def test_a_proposal_stands_in_the_list_of_whoever_may_confirm_it_and_of_nobody_else(people, proposed):
    same_desk_elsewhere = make.officer(Role.PREFECTURE_APPROVER, "510700")
    everybody = {**people, "elsewhere": same_desk_elsewhere, "auditor": make.officer(Role.AUDITOR)}
    assert {name: listed(person) for name, person in everybody.items() if listed(person)} == {
        "prefecture_second": [title(proposed)]
    }


def test_a_proposal_waits_for_nobody_whose_account_the_first_person_made(people, proposed):
    made = make.officer(Role.PREFECTURE_APPROVER, "510100", created_by=people["prefecture"])
    assert (listed(made), listed(people["prefecture_second"])) == ([], [title(proposed)])


def test_possible_second_persons_get_a_message_with_who_proposed_what(people, proposed):
    assert told() == [people["prefecture_second"].pk]
    message = InboxMessage.objects.get(key="second_person_asked")
    assert message.subject == "等待您复核：拟通过“市州初审”"
    assert people["prefecture"].name in message.body and "建议推荐" in message.body
    assert message.link == f"/console/applications/{proposed.pk}/"


def test_nobody_who_could_confirm_is_a_matter_for_the_administrators(people, clock):
    admin = make.officer(Role.SYSTEM_ADMIN)
    case = make.advance_to(make.filed(), "prefecture_review", people, clock)
    people["prefecture_second"].role_grants.update(ended_at=clock.set("2026-11-01"), ended_by=admin, end_reason="调离")
    make.passing(case, people["prefecture"], "建议推荐")
    assert told() == [admin.pk]
    assert "没有其他人可以复核" in InboxMessage.objects.get(key="second_person_asked").body


def test_the_first_person_never_finds_the_own_proposal_in_the_list(people, clock):
    make.grant(people["prefecture"], Role.PREFECTURE_APPROVER, "510100")
    people["prefecture"].forget_access()
    case = make.advance_to(make.filed(), "prefecture_review", people, clock)
    make.passing(case, people["prefecture"], "建议推荐")
    assert (listed(people["prefecture"]), listed(people["prefecture_second"])) == ([], [title(case)])
    assert told() == [people["prefecture_second"].pk]


def test_what_is_confirmed_or_sent_back_leaves_the_list(people, proposed, clock):
    send_back(proposed, user=people["prefecture"], seen=proposed.revision, target="completeness_check", note="漏审")
    assert listed(people["prefecture_second"]) == []
    case = make.advance_to(proposed, "prefecture_review", people, clock)
    make.passing(case, people["prefecture"], "建议推荐")
    assert listed(people["prefecture_second"]) == [title(case)]
    make.passing(case, people["prefecture_second"], "同意")
    assert listed(people["prefecture_second"]) == []


def test_a_proposal_taken_back_leaves_the_list(people, proposed):
    proposed.endorsements.get().take_back(people["prefecture"], "写错了")
    assert listed(people["prefecture_second"]) == []


def test_a_proposed_refusal_waits_for_a_colleague_of_the_desk(people, clock):
    case = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    third = make.officer(Role.OPERATOR_OFFICER)
    reject(case, user=people["operator_second"], seen=case.revision, codes=["R3"], note="低于对比值", shown=NO_PAGE)
    assert listed(people["operator_second"]) == []
    assert listed(third) == [title(case)]
    assert third.pk in told() and people["operator_second"].pk not in told()


def test_whoever_is_listed_may_really_confirm(people, clock):
    """The list and the rule are written in two places: hold them together, at every stage with two people."""
    case = make.filed()
    for stage, first in (("prefecture_review", "prefecture"), ("approval", "province")):
        case = make.advance_to(case, stage, people, clock)
        make.passing(case, people[first], "同意")
        seconds = [person for person in people.values() if listed(person)]
        assert seconds == [people[f"{first}_second"]]
        case = make.passing(case, seconds[0], "同意")
        assert case.state != stage


@pytest.mark.parametrize(
    "key", ["prefecture", "prefecture_second", "operator", "operator_second", "body", "owner", "new"]
)
def test_the_list_and_the_rule_agree_about_who_is_independent(people, clock, key):
    """Everybody becomes an approver later; who took part, on whichever side, finds nothing to confirm."""
    case = make.advance_to(make.filed(), "approval", people, clock)
    people |= {"owner": case.created_by, "new": make.officer(Role.AUDITOR), "body": case.certificate_claim.confirmed_by}
    person = people[key]
    person.role_grants.filter(role=Role.AUDITOR).update(
        ended_at=clock.set("2026-11-01"), ended_by=case.created_by, end_reason="x"
    )
    person.memberships.update(status="ended", ended_at=clock.set("2026-11-01"))
    make.grant(person, Role.PROVINCE_APPROVER)
    case = make.passing(case, people["province"], "建议准予")
    person.forget_access()
    assert bool(listed(person)) is not bool(independence_problems(case, person))
    assert bool(listed(person)) is (key in ("new", "operator_second"))


def test_a_reviewer_of_the_case_is_not_asked_to_decide_on_it(people, clock):
    make.grant(people["operator"], Role.PROVINCE_APPROVER)
    people["operator"].forget_access()
    case = make.advance_to(make.filed(), "approval", people, clock)
    make.passing(case, people["province"], "建议准予")
    assert (listed(people["operator"]), listed(people["province_second"])) == ([], [title(case)])
    assert told()[-1:] == [people["province_second"].pk] and people["operator"].pk not in told()


def test_every_kind_of_proposal_has_a_list_for_second_persons():
    """Each start asks this (workflow.E005)."""
    assert proposals_are_listed() == []


def test_a_proposal_that_no_list_shows_stops_the_start(monkeypatch):
    monkeypatch.delitem(work_items._sources, "applications.second")
    assert [error.msg for error in proposals_are_listed()] == [
        "applications.ApplicationEndorsement 的提议没有人能看到：请在 sources.py 登记一个 endorsement 为它的来源。"
    ]


def test_the_list_shows_who_went_first_and_leads_to_the_case(client, people, proposed):
    client.force_login(people["prefecture_second"])
    page = client.get(reverse("console:second")).content.decode()
    assert title(proposed) in page and people["prefecture"].name in page and "建议推荐" in page
    assert f"/console/applications/{proposed.pk}/?from=view%3Dsecond&amp;at=0" in page
    assert '1<span class="hide"> 件待复核' in page
    client.force_login(people["operator"])
    assert "没有等您复核的事项" in client.get(reverse("console:second")).content.decode()


def test_the_list_costs_the_same_whatever_its_length(client, people, proposed, clock):
    client.force_login(people["prefecture_second"])
    url = reverse("console:second")

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    before = count()
    for number in range(3):
        item = make.product(proposed.enterprise, f"产品{number}")
        case = make.advance_to(make.filed(item=item, person=proposed.created_by), "prefecture_review", people, clock)
        make.passing(case, people["prefecture"], "建议推荐")
    assert proposals.for_second(people["prefecture_second"]).count() == 4
    assert (count(), before <= 14) == (before, True)

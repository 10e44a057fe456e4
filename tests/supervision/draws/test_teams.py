"""A change of a drawn team: the draw's own next candidate, and two people who read the same (trust.md A.8)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from supervision.directories.models import Inspector, Leave, Recusal
from supervision.draws.models import Deviation, Pick
from supervision.draws.results import candidates
from supervision.draws.results.deviations import change_facts, confirm, drop_change, propose
from supervision.draws.results.picks import finish
from supervision.draws.states import Outcome
from tests.supervision.draws import make as draws
from tianfu.accounts.models import User
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import Changed, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


@pytest.fixture
def pick(people: Any, clock: Any) -> Pick:
    """The first pick of a draw whose four inspectors are all in teams; two more came on the roll since."""
    plan = draws.after_event(draws.committed(people), clock)
    draws.typed(plan, people)
    run_due()
    draws.inspectors(2)
    return plan.picks.select_related("plan").order_by("position")[0]


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def team(pick: Pick) -> list[str]:
    return sorted(pick.members.filter(replaced_at=None).values_list("inspector__number", flat=True))


def proposed(pick: Pick, person: Any) -> Deviation:
    out = pick.members.get(lead=True).inspector
    return propose(pick, out, user=person, code="RECUSED", reason="亲属在该机构任职")


def read(change: Deviation) -> str:
    return stamp(change_facts(change))


def test_two_people_change_a_team_and_the_second_reads_who_goes_and_why(people: Any, pick: Pick) -> None:
    page, member = f"/console/draws/{pick.plan_id}/", pick.members.get(lead=True)
    form = {"code": "RECUSED", "reason": "亲属在该机构任职"}
    assert signed_in(people[0]).post(f"{page}members/{member.pk}/replace/", form).status_code == 302
    change = pick.deviations.get()
    act = f"{page}deviations/{change.pk}/"
    text = signed_in(people[1]).get(page).content.decode()
    candidate = change_facts(change)["替换人员"]
    assert [each for each in ("亲属在该机构任职", candidate, str(people[0])) if each not in text] == []

    shown = text.split('name="shown" value="')[1].split('"')[0]
    own = signed_in(people[0]).post(act, {"act": "confirm", "shown": shown})
    assert (own.status_code, "须由另一人确认" in own.content.decode()) == (409, True)
    assert signed_in(people[1]).post(act, {"act": "confirm", "shown": shown}).status_code == 302
    change.refresh_from_db()
    assert (change.second_by, change.replacement.number in team(pick), member.inspector.number in team(pick)) == (
        people[1],
        True,
        False,
    )
    assert len(team(pick)) == 2
    assert LogOutbox.objects.filter(entry__contains='"draw.deviation"').count() == 1


def test_a_change_nobody_has_read_is_not_confirmed(people: Any, pick: Pick) -> None:
    change, before = proposed(pick, people[0]), team(pick)
    act = f"/console/draws/{pick.plan_id}/deviations/{change.pk}/"
    answer = signed_in(people[1]).post(act, {"act": "confirm"})
    assert (answer.status_code, "请重新打开页面，通读后再办理" in answer.content.decode()) == (409, True)
    assert (team(pick), Deviation.objects.standing().count()) == (before, 1)


def test_when_another_candidate_is_next_by_now_the_page_is_read_again(people: Any, pick: Pick) -> None:
    change = proposed(pick, people[0])
    shown, first = read(change), change.replacement
    Leave.objects.create(inspector=first, since=the_clock.today(), until=the_clock.today())
    with pytest.raises(Changed, match="替换人员"):
        confirm(change, user=people[1], shown=shown)

    text = signed_in(people[1]).get(f"/console/draws/{pick.plan_id}/").content.decode()
    assert f"提出时算出的是 {first.name}" in text
    done = confirm(change, user=people[1], shown=read(change))
    assert (done.replacement == first, done.replacement.number in team(pick), first.number in team(pick)) == (
        False,
        True,
        False,
    )


def test_who_depends_on_the_first_does_not_confirm(people: Any, pick: Pick) -> None:
    change = proposed(pick, people[0])
    User.objects.filter(pk=people[1].pk).update(created_by=people[0])
    with pytest.raises(NotPossible, match="提出人建立或授予"):
        confirm(change, user=User.objects.get(pk=people[1].pk), shown=read(change))
    with pytest.raises(IntegrityError), transaction.atomic():
        Deviation.objects.update(second_by=people[0], second_at=the_clock.now())


def test_who_is_recused_is_no_candidate_and_who_went_has_one_visit_more(people: Any, pick: Pick) -> None:
    out = pick.members.get(lead=True).inspector
    first = candidates.next_candidate(pick, out)
    assert first is not None
    recusal = Recusal.objects.create(inspector=first, code=pick.object.code, reason="亲属任职")
    other = candidates.next_candidate(pick, out)
    assert other is not None and other != first
    Recusal.objects.filter(pk=recusal.pk).update(ended_at=the_clock.now())
    before = candidates._load(pick)
    change = proposed(pick, people[0])
    done = confirm(change, user=people[1], shown=read(change))
    assert done.replacement == first, "whoever the second person has read goes"
    moved = {number: load - before.get(number, 0) for number, load in candidates._load(pick).items()}
    assert {number: load for number, load in moved.items() if load} == {out.number: -1, first.number: 1}


def test_a_pick_that_has_ended_since_keeps_its_team(people: Any, pick: Pick) -> None:
    change = proposed(pick, people[0])
    finish(pick, Outcome.VISITED)
    with pytest.raises(NotPossible, match="已有结论"):
        confirm(change, user=people[1], shown=read(change))


def test_a_proposal_taken_back_says_who_did_and_makes_room_for_another(people: Any, pick: Pick) -> None:
    change = proposed(pick, people[0])
    with pytest.raises(NotPossible, match="已有人提出"):
        proposed(pick, people[1])
    drop_change(change, user=people[1])
    change.refresh_from_db()
    assert (change.withdrawn_by, change.second_by) == (people[1], None)
    with pytest.raises(NotPossible, match="已确认、已撤下或已失效"):
        confirm(change, user=people[1], shown=read(change))
    assert proposed(pick, people[1]).standing


def test_without_a_candidate_the_second_person_reads_that_nobody_goes(people: Any, pick: Pick) -> None:
    gone = {"left_on": the_clock.today()}
    Inspector.objects.exclude(number__in=team(pick)).update(**gone)
    change = proposed(pick, people[0])
    assert change_facts(change)["替换人员"] == "没有合适的替换人员"
    confirm(change, user=people[1], shown=read(change))
    assert len(team(pick)) == 1

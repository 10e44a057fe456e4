"""From the pick to the closed case: who is told, who may act, what stands behind a word (domain.md 8.5)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from supervision.directories.inspectors.recusals import recused_codes
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.objects.eligibility import exclusion
from supervision.draws.models import DrawPlan, Pick
from supervision.draws.plans.annulment import confirm_void, propose_void
from supervision.draws.results.computation import assign
from supervision.draws.results.deviations import confirm as confirm_change
from supervision.draws.results.deviations import propose as propose_change
from supervision.draws.results.secrecy import reveal
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import open_record
from supervision.inspections.results.conclusions import publish
from supervision.inspections.results.facts import facts_of
from supervision.inspections.states import ResultWord, TaskState
from supervision.lists.risk.facts import adverse_facts
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def plan(people: Any, clock: Any) -> DrawPlan:
    return checks.drawn(people, clock)


def told(key: str) -> int:
    return InboxMessage.objects.filter(key=key).count()


def test_each_pick_becomes_one_task_however_often_it_is_assigned(plan: DrawPlan) -> None:
    assign(Job.objects.get(kind="draw.assign"))

    tasks = InspectionTask.objects.filter(plan=plan)
    assert sorted(tasks.values_list("pick", flat=True)) == sorted(plan.picks.values_list("pk", flat=True))
    assert set(tasks.values_list("state", flat=True)) == {TaskState.NOTIFIED}
    task = checks.first(plan)
    drawn = set(task.pick.members.values_list("inspector", "lead"))
    assert set(task.members.values_list("inspector", "lead")) == drawn
    assert list(task.items.all()) == list(plan.items.all())
    assert told("inspection_assigned") == sum(row.members.count() for row in tasks)


def test_a_sealed_pick_is_announced_only_after_its_reveal(people: Any, clock: Any) -> None:
    day = the_clock.today()
    plan = checks.drawn(people, clock, sealed=True, reveal_by=the_clock.end_of(day + timedelta(days=20)))
    task = checks.first(plan)
    assert (task.state, task.hidden, told("inspection_assigned") > 0) == (TaskState.ASSIGNED, True, True)
    done = checks.reviewed(task, people[0])
    with pytest.raises(NotPossible, match="尚未揭示"):
        publish(done, user=people[0], seen=done.revision)

    reveal(plan, actor=people[0], seen=plan.revision, note="提前揭示。")
    run_due()
    states = set(InspectionTask.objects.filter(plan=plan).exclude(pk=task.pk).values_list("state", flat=True))
    assert states == {TaskState.NOTIFIED}


def test_a_pick_without_a_team_has_its_failure_as_outcome_and_no_task(people: Any, clock: Any) -> None:
    Inspector.objects.update(lead=False)
    Inspector.objects.filter(pk=Inspector.objects.first().pk).update(lead=True)  # type: ignore[union-attr]
    plan = draws.after_event(draws.committed(people, max_load=1), clock)
    draws.typed(plan, people)
    run_due()

    failed = Pick.objects.filter(plan=plan).exclude(failure="")
    assert failed.exists()
    assert set(failed.values_list("outcome", flat=True)) == {"failed"}
    assert not InspectionTask.objects.filter(pick__in=failed).exists()


def test_the_team_of_a_task_follows_the_change_of_the_drawn_team(people: Any, plan: DrawPlan) -> None:
    task = checks.first(plan)
    out = task.members.get(lead=True).inspector
    gone = checks.inspector_of(task)
    change = propose_change(task.pick, out, user=people[0], code="RECUSED", reason="亲属")
    confirm_change(change, user=people[1], shown=NO_PAGE)

    assert set(task.members.filter(replaced_at=None).values_list("inspector", "lead")) == set(
        task.pick.members.filter(replaced_at=None).values_list("inspector", "lead")
    )
    assert not InspectionTask.objects.of_team(gone).filter(pk=task.pk).exists()
    with pytest.raises(NotAllowed), transaction.atomic():
        open_record(task, gone)


def test_voiding_the_draw_stops_its_checks(people: Any, plan: DrawPlan) -> None:
    checks.reviewed(checks.first(plan), people[0])
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    confirm_void(proposal, user=people[1], seen=plan.revision, shown=NO_PAGE)

    assert set(InspectionTask.objects.values_list("state", flat=True)) == {TaskState.STOPPED}


def test_an_open_case_is_not_drawn_again_and_its_last_team_does_not_return(people: Any, plan: DrawPlan) -> None:
    task = checks.first(plan)
    assert exclusion(task.object, the_clock.today()) == "OPEN_CASE"
    done = checks.published(task, people[0])
    obj = InspectionObject.objects.get(pk=done.object_id)
    team = [row.inspector for row in done.members.all()]
    rest = Inspector.objects.exclude(pk__in=[one.pk for one in team])

    assert exclusion(obj, the_clock.today()) == "CHECKED_180D"
    assert [recused_codes(one, [obj]) for one in team] == [{obj.code}, {obj.code}]
    assert [recused_codes(one, [obj]) for one in rest] == [set(), set()]


def test_a_directed_check_needs_two_people_and_a_team_that_may_go(people: Any) -> None:
    obj, item = InspectionObject.objects.get(code="CB00001"), draws.item()
    wrong = InspectionItem.objects.get(code="TFMP-J-01")
    InspectionItem.objects.filter(pk=wrong.pk).update(state="published", published_on=date(2026, 1, 1))
    team = list(Inspector.objects.order_by("pk")[:2])
    with pytest.raises(NotPossible, match="须由两人作出"):
        open_directed_check(obj, [item], team, "线索", people[0], people[0])
    with pytest.raises(NotAllowed):
        open_directed_check(obj, [item], team, "线索", people[0], make.officer(Role.EXPERT))
    with pytest.raises(NotPossible, match="两名以上"):
        open_directed_check(obj, [item], team[:1], "线索", people[0], people[1])
    with pytest.raises(NotPossible, match="缘由"):
        open_directed_check(obj, [item], team, " ", people[0], people[1])
    with pytest.raises(NotPossible, match="未公布或不适用"):
        open_directed_check(obj, [wrong], team, "线索", people[0], people[1])
    Inspector.objects.filter(pk=team[1].pk).update(user=people[1])
    with pytest.raises(NotPossible, match="提出和复核检查的人不能参加检查"):
        open_directed_check(obj, [item], list(Inspector.objects.order_by("pk")[:2]), "线索", people[0], people[1])
    Inspector.objects.filter(pk=team[1].pk).update(user=team[1].user)
    task = open_directed_check(obj, [item], team, "线索", people[0], people[1], origin_ref="lead:1")

    assert (task.state, task.origin_ref) == (TaskState.ASSIGNED, "lead:1")
    with pytest.raises(NotPossible, match="未办结的检查"):
        open_directed_check(obj, [item], team, "线索", people[0], people[1])
    assert checks.published(task, people[1]).state == TaskState.CLOSED


def test_the_facts_of_an_enterprise_are_its_published_results(people: Any, plan: DrawPlan) -> None:
    InspectionObject.objects.update(uscc="91510100MA00000001")
    today = the_clock.today()
    assert facts_of("91510100MA00000001", today) == []
    first, second = InspectionTask.objects.filter(plan=plan).order_by("pk")[:2]
    checks.published(first, people[0], ResultWord.ORDERED)
    checks.concluded(second)

    (fact,) = facts_of("91510100MA00000001", today)
    assert (fact.word, fact.visited_on, fact.rectified, fact.late) == ("ordered", today, None, False)
    assert facts_of("91510100MA00000001", today + timedelta(days=1)) == []
    assert facts_of("", today) == []


def test_what_was_not_put_right_in_time_weighs_more(people: Any, plan: DrawPlan, clock: Any) -> None:
    code = "91510100MA00000001"
    InspectionObject.objects.update(uscc=code)
    since = the_clock.today()
    task = checks.published(InspectionTask.objects.filter(plan=plan).earliest("pk"), people[0], ResultWord.ORDERED)
    for late, kinds in ((0, ["risk.found"]), (1, ["risk.found", "risk.late"])):
        day = clock.set(task.rectify_by + timedelta(days=late)).date()
        assert [fact.key for fact in adverse_facts(code, since, day)] == kinds

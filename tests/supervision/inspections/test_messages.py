"""Each side is told of each step: the team, the organisers, and the inspected side as far as it may know."""

from typing import Any

import pytest

from supervision.directories.models import InspectionObject
from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import confirm_void, propose_void
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.conclusions import publish
from supervision.inspections.results.objections import decide_objection, object_to
from supervision.inspections.states import ResultWord
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    """Every object of the directory belongs to a body whose people are on the platform."""
    clock.set("2026-11-26")
    found = checks.people()
    for number, row in enumerate(InspectionObject.objects.filter(code__startswith="CB").order_by("code")):
        body = make.body(f"受检认证机构{number}")
        make.member(body.organisation, sign=True)
        InspectionObject.objects.filter(body=body).update(body=None, left_on=the_clock.today())
        InspectionObject.objects.filter(pk=row.pk).update(body=body)
    return found


def told(key: str) -> list[tuple[int | None, int | None]]:
    """(organisation, person) of each message of this kind."""
    rows = InboxMessage.objects.filter(key=key).order_by("pk")
    return list(rows.values_list("organisation_id", "user_id"))


def test_a_check_with_an_objection_tells_each_side_of_each_step(people: Any, clock: Any) -> None:
    plan = checks.drawn(people, clock)
    tasks = InspectionTask.objects.filter(plan=plan).select_related("object__body")
    holders = sorted(task.object.body.organisation_id for task in tasks if task.object.body)
    assert sorted(holder for holder, _ in told("inspection_notice") if holder) == holders
    task = checks.reviewed(checks.first(plan), people[0], ResultWord.ORDERED)
    assert {person for _, person in told("inspection_to_review")} == {person.pk for person in people}
    body = task.object.body
    assert body is not None
    assert told("inspection_word") == [(body.organisation_id, None)]
    signer = body.organisation.memberships.get().user
    objection = object_to(task, user=signer, text="记录有误。")
    # Who reviewed it does not decide it.
    assert told("inspection_objection") == [(None, people[1].pk)]
    task = decide_objection(objection, user=people[1], upheld=False, answer="记录无误。")
    assert told("inspection_objection_decided") == [(body.organisation_id, None)]
    clock.set(f"{task.objection_until:%Y-%m-%d}")
    clock.advance(days=1)
    task = InspectionTask.objects.get(pk=task.pk)
    publish(task, user=people[0], seen=task.revision)
    assert told("inspection_result") == [(body.organisation_id, None)]


def test_a_void_draw_calls_its_checks_off(people: Any, clock: Any) -> None:
    plan: DrawPlan = checks.drawn(people, clock)
    tasks = InspectionTask.objects.filter(plan=plan)
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    confirm_void(proposal, user=people[1], seen=plan.revision, shown=NO_PAGE)
    assert len(told("inspection_called_off")) == tasks.filter(object__body__isnull=False).count() > 0
    assert len(told("inspection_stopped")) == sum(task.members.count() for task in tasks)

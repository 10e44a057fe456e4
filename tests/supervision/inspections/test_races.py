"""Checks when two people act at once: on real threads."""

import threading
from typing import Any

import pytest
from django.db import connections, transaction

from supervision.draws.models import DrawPlan
from supervision.draws.plans.annulment import confirm_void, propose_void
from supervision.inspections.consequences.rectifications import answer_report
from supervision.inspections.models import InspectionTask, RectificationReport
from supervision.inspections.records.acts import file_record
from supervision.inspections.states import ResultWord, TaskState
from tests import make
from tests.supervision.inspections import make as checks
from tests.threads import together
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible, Refused
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_two_inspectors_filing_at_once_file_one_record(reference: None, clock: Any) -> None:
    clock.set("2026-11-26")
    task = checks.first(checks.drawn(checks.people(), clock))
    pair = [checks.inspector_of(task, place) for place in (0, 1)]
    checks.whole_record(task, pair[0])
    task = InspectionTask.objects.get(pk=task.pk)

    results = together(2, lambda place: file_record(task, user=pair[place], seen=task.revision))
    assert sorted(isinstance(one, Refused) for one in results) == [False, True]
    done = InspectionTask.objects.get(pk=task.pk)
    assert (done.state, done.changes.filter(transition="visit").count()) == (TaskState.VISITED, 1)


def test_a_report_read_by_two_at_once_has_one_answer(reference: None, clock: Any) -> None:
    clock.set("2026-11-26")
    people = checks.people()
    task = checks.published(checks.first(checks.drawn(people, clock)), people[0], ResultWord.ORDERED)
    report = RectificationReport.objects.create(
        task=task, text="已改。", filed_by=make.user(), filed_at=the_clock.now()
    )

    def act(place: int) -> RectificationReport:
        return answer_report(report, user=people[place], accept=place == 0, answer="照片看不清。", shown=NO_PAGE)

    results = together(2, act)
    assert sorted(isinstance(one, NotPossible) for one in results) == [False, True]
    assert RectificationReport.objects.get().accepted is isinstance(results[0], RectificationReport)


def test_a_void_waits_for_a_check_before_it_holds_the_plan(reference: None, clock: Any) -> None:
    """A review holds its check and then wants the plan: whoever takes them the other way round meets it in a deadlock."""
    clock.set("2026-11-26")
    people = checks.people()
    task = checks.first(checks.drawn(people, clock))
    plan = DrawPlan.objects.get(pk=task.plan_id)
    proposal = propose_void(plan, user=people[0], seen=plan.revision, reason="名录有误")
    done: list[Any] = []

    def void() -> None:
        try:
            done.append(confirm_void(proposal, user=people[1], seen=plan.revision, shown=NO_PAGE))
        finally:
            connections.close_all()

    thread = threading.Thread(target=void, daemon=True)
    with transaction.atomic():
        InspectionTask.objects.select_for_update().get(pk=task.pk)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
        assert DrawPlan.objects.select_for_update(nowait=True).get(pk=plan.pk) == plan
    thread.join(30)
    assert [row.state for row in done] == ["void"]
    assert InspectionTask.objects.get(pk=task.pk).state == TaskState.STOPPED

"""The directories when two things happen at once: on real threads."""

from datetime import date

import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.models import Authorization
from supervision.directories.inspectors.roll import declare_leave
from supervision.directories.models import InspectionObject, Leave, ObjectCheck, YearlyPlan
from supervision.directories.objects.eligibility import note_check
from supervision.directories.objects.upkeep import compare
from supervision.directories.plans.acts import draw_up
from tests import make
from tests.supervision.make import inspector, plain_object
from tests.threads import together
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]


def test_a_comparison_beside_the_event_neither_loses_it_nor_takes_it_back(reference, clock):
    clock.set("2026-03-02")
    row = make.issued("self_declaration", clock_fixture=clock)
    row = Authorization.objects.get(pk=row.pk)
    first, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    proposal = propose(row, Act.WITHDRAW, user=first, seen=row.revision, reason="查实", cause=Cause.MISUSE)
    InspectionObject.objects.filter(authorization=row).update(name="旧名")

    def act(index):
        if index == 0:
            return confirm(proposal, user=second, seen=row.revision, shown=NO_PAGE)
        return compare(the_clock.today())

    assert [result for result in together(4, act) if isinstance(result, Exception)] == []
    found = InspectionObject.objects.get(authorization=row)
    assert (found.left_on, found.name) == (the_clock.today(), row.product_name)
    assert found.changes.filter(passage="left").count() == 1
    assert found.changes.filter(passage="returned").count() == 0


def test_two_first_comparisons_at_once_list_each_body_once(reference, clock):
    clock.set("2026-03-02")
    bodies = [make.body(name) for name in ("甲认证", "乙认证", "丙认证")]
    InspectionObject.objects.filter(body=bodies[0]).update(name="旧名")
    results = together(3, lambda _: compare(the_clock.today()))
    assert [result for result in results if isinstance(result, Exception)] == []
    assert InspectionObject.objects.filter(kind="certification_body").count() == 3
    assert sum(run.changed for run in results) == 1


def test_one_leave_is_declared_once_by_two_windows(reference, clock):
    clock.set("2026-05-11")
    planner, person = make.officer(Role.SPOTCHECK_MANAGER), inspector()

    def act(_):
        return declare_leave(person, since=date(2026, 6, 1), until=date(2026, 6, 2), actor=planner)

    results = together(3, act)
    assert sum(isinstance(result, Leave) for result in results) == 1
    assert sum(isinstance(result, NotPossible) for result in results) == 2


def test_two_planners_draw_up_one_plan(reference, clock):
    clock.set("2026-05-11")
    planners = [make.officer(Role.SPOTCHECK_MANAGER) for _ in range(3)]
    results = together(
        3, lambda index: draw_up(YearlyPlan(year=2026, title="计划", yearly_cap=2), actor=planners[index])
    )
    assert sum(isinstance(result, YearlyPlan) for result in results) == 1
    assert sum(isinstance(result, NotPossible) for result in results) == 2


def test_one_check_told_by_several_workers_counts_once(reference):
    row = plain_object(uscc=make.CODES[0])
    together(4, lambda index: note_check(row, date(2026, 5, 1 + index), "inspection:1"))
    row.refresh_from_db()
    assert row.last_checked_on == ObjectCheck.objects.get().on

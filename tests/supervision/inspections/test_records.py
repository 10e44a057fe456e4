"""The field record: whole before it is filed, and as it was filed from then on."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from supervision.draws.models import DrawPlan
from supervision.inspections.models import FieldRecord, InspectionTask
from supervision.inspections.records.acts import add_finding, file_record, open_record, save_record
from supervision.inspections.states import TaskState
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def plan(people: Any, clock: Any) -> DrawPlan:
    return checks.drawn(people, clock)


def test_a_record_is_whole_before_it_is_filed_and_stands_afterwards(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    with pytest.raises(NotPossible, match="请填写现场记录"):
        file_record(task, user=user, seen=task.revision)
    checks.whole_record(task, user, "fail")
    with pytest.raises(NotPossible, match="请登记发现的问题"):
        file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    add_finding(task, checks.item_of(task), "标识用在未授权型号上。", user)
    done = file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)

    assert (done.state, done.visited_on) == (TaskState.VISITED, the_clock.today())
    done.object.refresh_from_db()
    assert done.object.last_checked_on == the_clock.today()
    with pytest.raises(NotPossible, match="不能再修改"), transaction.atomic():
        open_record(done, user)
    with pytest.raises(DatabaseError), transaction.atomic():
        FieldRecord.objects.filter(task=done).update(remarks="改动")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"signing": "signed", "unsigned_reason": ""}, "请在屏幕上签字"),
        ({"signing": "refused", "unsigned_reason": ""}, "请写明理由"),
        ({"signing": ""}, "是否签字"),
    ],
)
def test_the_object_signs_or_the_record_says_why_not(plan: DrawPlan, values: Any, sentence: str) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    checks.whole_record(task, user, **values)
    with pytest.raises(NotPossible, match=sentence):
        file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)


def test_a_visit_is_not_in_the_future_nor_before_the_task(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    for days, fits in ((-1, False), (1, False), (0, True)):
        checks.whole_record(task, user, visited_on=the_clock.today() + timedelta(days=days))
        if not fits:
            with pytest.raises(NotPossible, match="检查日期应在"):
                file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    assert file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision).state == "visited"


def test_what_is_not_an_item_of_the_task_gets_no_result(plan: DrawPlan) -> None:
    task = checks.first(plan)
    user = checks.inspector_of(task)
    with transaction.atomic():
        _, record = open_record(task, user)
        with pytest.raises(NotPossible, match="不在本次检查的事项中"):
            save_record(record, {"answer-999999": "pass"}, user)

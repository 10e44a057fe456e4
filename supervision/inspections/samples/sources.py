"""Which samples wait on whose desk."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from supervision.inspections.models import InspectionTask
from supervision.inspections.samples.models import Sample
from supervision.inspections.samples.states import SampleState
from supervision.inspections.states import TaskState
from tianfu.accounts.roles import Role
from tianfu.workflow import work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem

S = SampleState
_WORDS = {
    S.TAKEN: "样品已抽取，请送检。",
    S.TESTING: "检验中，收到报告后请录入。",
    S.RETESTING: "复检中，收到报告后请录入。",
    S.REPORTED: "检验结果请复核或退回。",
    S.RETESTED: "复检结果请复核或退回。",
    S.ASKED: "企业申请复检，请安排或答复。",
}


def for_team(user: Any) -> QuerySet[Sample]:
    """To send, or to report on."""
    tasks = InspectionTask.objects.of_team(user).filter(state=TaskState.VISITED)
    return Sample.objects.filter(task__in=tasks, state__in=(S.TAKEN, S.TESTING, S.RETESTING)).order_by("pk")


def for_organiser(user: Any) -> QuerySet[Sample]:
    """To confirm, or to answer; never of a check in whose team this person stands."""
    tasks = InspectionTask.objects.filter(state=TaskState.VISITED).exclude(members__inspector__user=user)
    regions = user.regions_for(Role.SPOTCHECK_MANAGER)
    if regions is not None:
        tasks = tasks.filter(object__region__in=regions)
    return Sample.objects.filter(task__in=tasks, state__in=(S.REPORTED, S.RETESTED, S.ASKED)).order_by("pk")


def _rows(found: Callable[[Any], QuerySet[Sample]]) -> Callable[[Any, int], Sequence[WorkItem]]:
    def rows(user: Any, limit: int) -> Sequence[WorkItem]:
        samples = found(user).select_related("task__plan", "task__pick", "task__object").prefetch_related("tests")
        items = []
        for row in samples[:limit]:
            due = max((test.due_on for test in row.tests.all()), default=None)
            testing = row.state in (S.TESTING, S.RETESTING)
            items.append(
                WorkItem(
                    title=f"{row}：{row.task.object.name}",
                    url=reverse("console:sample", args=[row.pk]),
                    what=_WORDS[SampleState(row.state)],
                    since=row.taken_at,
                    due=due if testing else None,
                    about=f"sample:{row.pk}",
                    tone="",
                )
            )
        return items

    return rows


def register() -> None:
    """Called once, from `register()` of the checks."""
    for key, label, found, role in (
        ("samples", "送检和检验报告", for_team, Role.INSPECTOR),
        ("samples_desk", "检验结果的复核和复检", for_organiser, Role.SPOTCHECK_MANAGER),
    ):
        work_items.register(
            Source(
                f"inspections.{key}",
                label,
                Kind.TODO,
                _rows(found),
                found,
                url=lambda user: reverse("console:inspections"),
                concerns=lambda user, role=role: role in user.roles,  # type: ignore[misc]
            )
        )

"""What waits for the inspected side, on the home of an enterprise and of a certification body: a report of what was put
right, a conclusion that may still be objected to."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import reverse

from applications.enterprises.todo import Todo, register
from applications.models import Enterprise
from certification.bodies.todo import register as register_for_bodies
from certification.models import CertificationBody
from supervision.inspections.consequences.rectifications import to_report
from supervision.inspections.models import InspectionTask
from supervision.inspections.results.objections import open_to_objection


def of_enterprise(enterprise: Enterprise) -> QuerySet[InspectionTask]:
    """Upon checks of its marks."""
    return _waiting(Q(object__authorization__enterprise=enterprise))


def of_body(body: CertificationBody) -> Iterable[Todo]:
    """Upon checks of the body itself."""
    return (item for task in _waiting(Q(object__body=body)) for item in to_answer(task))


def _waiting(own: Q) -> QuerySet[InspectionTask]:
    mine = InspectionTask.objects.filter(own)
    rows = mine.annotate(must_report=_among(to_report(mine)), may_object=_among(open_to_objection(mine)))
    waiting = rows.filter(Q(must_report=True) | Q(may_object=True)).select_related("plan", "pick", "object")
    return waiting.order_by("-must_report", "pk")


def to_answer(task: Any) -> Iterator[Todo]:
    """Of a row of `_waiting`, with what it is annotated with."""
    if task.must_report:
        yield _report(task)
    if task.may_object:
        yield _objection(task)


def _among(rows: QuerySet[InspectionTask]) -> ExpressionWrapper:
    """Whether a check is one of `rows`: both questions of the home in one query."""
    return ExpressionWrapper(Q(pk__in=rows.values("pk")), BooleanField())


def _report(task: InspectionTask) -> Todo:
    return Todo(
        title=task.object.name,
        what=f"检查发现问题（{task}），请整改并提交整改报告",
        url=reverse("portal:inspection", args=[task.pk]),
        action="查看整改要求",
        due=task.rectify_by,
    )


def _objection(task: InspectionTask) -> Todo:
    return Todo(
        title=task.object.name,
        what=f"检查结论已经告知（{task}），有异议的可以提出",
        url=reverse("portal:inspection", args=[task.pk]),
        action="查看结论",
        due=task.objection_until,
    )


def register_work() -> None:
    """Called once, from `ready()`."""
    register("inspections", of_enterprise, to_answer)
    register_for_bodies("inspections", of_body)

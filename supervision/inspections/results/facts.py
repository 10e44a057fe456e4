"""What floors above may ask of checks: the facts of one enterprise, and who or what must keep away from whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from supervision.directories.inspectors.recusals import register_recusal
from supervision.directories.models import InspectionObject, Inspector
from supervision.directories.objects.eligibility import OPEN_CASE, register_exclusion
from supervision.inspections.models import InspectionTask, TaskMember
from supervision.inspections.states import UNOBJECTED
from tianfu.workflow import clock

FEW = 1000  # objects; above it one look at the whole table is cheaper than a list of keys


@dataclass(frozen=True)
class CheckFact:
    """One published result, its word as it stands after corrections. `rectified`: None while it was not looked at again; `late`: past its limit until then."""

    object_code: str
    visited_on: date
    word: str
    rectify_by: date | None
    rectified: bool | None
    late: bool


def facts_of(uscc: str, since: date) -> list[CheckFact]:
    """Published results of checks of this enterprise that were made from `since` on, newest first."""
    today = clock.today()
    rows = InspectionTask.objects.public().filter(object__uscc=uscc, visited_on__gte=since).exclude(object__uscc="")
    return [
        CheckFact(
            object_code=row.object.code,
            visited_on=row.visited_on,  # filtered
            word=row.final_word,
            rectify_by=None if row.corrected_word in UNOBJECTED else row.rectify_by,
            rectified=row.rectified,
            late=_late(row, today),
        )
        for row in rows.select_related("object").order_by("-visited_on", "-pk")
    ]


def _late(task: InspectionTask, today: date) -> bool:
    if task.rectify_by is None or task.corrected_word in UNOBJECTED:
        return False
    return (task.reinspected_on or today) > task.rectify_by


def _inspected_last(inspectors: Sequence[Inspector], objects: Sequence[InspectionObject]) -> Iterable[tuple[int, str]]:
    """Whoever was in the team of the last visit of an object does not visit it again."""
    codes = {row.pk: row.code for row in objects}
    visits = InspectionTask.objects.filter(visited_on__isnull=False)
    if len(codes) <= FEW:
        visits = visits.filter(object__in=list(codes))
    last = dict(visits.order_by("object", "-visited_on", "-pk").distinct("object").values_list("pk", "object"))
    people = {one.pk for one in inspectors}
    rows = TaskMember.objects.filter(task__in=list(last), replaced_at=None).values_list("task", "inspector")
    return [(person, codes[last[task]]) for task, person in rows if person in people and last[task] in codes]


def _open_cases(objects: Sequence[InspectionObject], day: date) -> Iterable[int]:
    keys = {row.pk for row in objects}
    waiting = InspectionTask.objects.unfinished()
    if len(keys) <= FEW:
        waiting = waiting.filter(object__in=list(keys))
    return keys.intersection(waiting.values_list("object", flat=True))


def register() -> None:
    """Called once, from `ready()`."""
    register_recusal("inspected_last", "上次检查过该对象", _inspected_last)
    register_exclusion(OPEN_CASE, "有未办结的检查", _open_cases)

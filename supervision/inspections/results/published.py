"""What is public of checks: the word, the object, the days; item by item see `item_outcomes`. Other pages take it from here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from certification.authorizations.lookup.asked import NUMBER
from certification.models import Authorization
from certification.register.sections.brand import register_section
from supervision.draws.models import Pick
from supervision.draws.results.outcomes import register_results
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import UNOBJECTED, TaskState
from tianfu.text import moments
from tianfu.workflow import clock

LATEST = 10  # results on one brand page


def published() -> QuerySet[InspectionTask]:
    """Newest first."""
    rows = InspectionTask.objects.public().select_related("object__region", "plan", "pick__result")
    return rows.order_by("-published_at", "-pk")


def overdue() -> QuerySet[InspectionTask]:
    """Results whose term has passed; a sealed pick's not before its reveal."""
    sealed = Q(plan__sealed=True, plan__revealed_at=None)
    rows = InspectionTask.objects.filter(
        state__in=(TaskState.CONCLUDED, TaskState.REVIEWED), publish_by__lt=clock.today()
    ).exclude(sealed)
    return rows.select_related("plan", "pick").order_by("publish_by", "pk")


def after_words(task: InspectionTask) -> str:
    """What became of what was to be put right; "" when nothing was, or a correction took it back."""
    if task.rectify_by is None or task.corrected_word in UNOBJECTED:
        return ""
    if task.reinspected_on is not None:
        return f"{moments.full_day(task.reinspected_on)}复查，整改{'合格' if task.rectified else '不合格'}"
    late = task.rectify_by < clock.today()
    return f"整改期限 {moments.full_day(task.rectify_by)}{'，已过，尚未复查' if late else ''}"


def correction_words(task: InspectionTask) -> str:
    """What two people put beside the published word, with its day; "" when nothing was."""
    if task.corrected_at is None:
        return ""
    day = moments.full_day(clock.in_beijing(task.corrected_at))
    return f"{day}更正为“{task.get_corrected_word_display()}”"


def _pick_words(picks: Sequence[Pick]) -> Mapping[int, str]:
    rows = InspectionTask.objects.filter(pick__in=[pick.pk for pick in picks]).exclude(publish_by=None)
    today, found = clock.today(), {}
    for task in rows.only("pick", "word", "published_at", "publish_by", "corrected_word", "corrected_at"):
        pick, at, due = task.pick_id, task.published_at, task.publish_by
        if at is not None:
            words = f"{task.get_word_display()}（{moments.full_day(clock.in_beijing(at))}公布）"
            found[pick] = "，".join(part for part in (words, correction_words(task)) if part)
        elif due < today:
            found[pick] = f"检查结果逾期未公布，应在 {moments.full_day(due)} 前公布"
    return found


def _rows_of_number() -> QuerySet[InspectionTask]:
    rows = InspectionTask.objects.public().filter(object__authorization__number=NUMBER).select_related("plan")
    return rows.order_by("-published_at", "-pk")[:LATEST]


def _of_authorization(row: Authorization, rows: Sequence[InspectionTask]) -> list[dict[str, Any]]:
    return [
        {
            "on": task.visited_on,
            "word": task.get_word_display(),
            "published_at": task.published_at,
            "corrected": correction_words(task),
            "after": after_words(task),
            "draw": task.plan.number if task.plan is not None else "",
            "uscc": row.holder_uscc,
        }
        for task in rows
    ]


def register() -> None:
    """Called once, from `ready()`."""
    register_results(_pick_words)
    register_section("supervision/inspections/public/_brand.html", _rows_of_number, _of_authorization)

"""抽查 on the home page: the last draw and the next one."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from certification.authorizations.lookup.asked import TODAY
from certification.register.sections.home import register_home_section
from supervision.directories.models import PlannedBatch
from supervision.directories.states import PlanState
from supervision.draws.public.standing import public_plans, standing
from supervision.draws.states import DrawState


def last_and_next(rows: Mapping[str, list[Any]]) -> dict[str, Any]:
    """`last`: the newest with a result; `next`: what waits for its numbers, else `batch`: what the year's plan names."""
    last, following, batch = (next(iter(rows[name]), None) for name in ("last", "next", "batch"))
    for row in (last, following):
        if row is not None:
            row.standing = standing(row)
    batch = batch if following is None else None
    return {"last": last, "next": following, "batch": batch} if last or following or batch else {}


def _last() -> QuerySet[Any]:
    drawn = (DrawState.DRAWN, DrawState.REVEALED, DrawState.CLOSED)
    return public_plans().filter(state__in=drawn)[:1]


def _next() -> QuerySet[Any]:
    return public_plans().filter(state=DrawState.COMMITTED).order_by("seed_after", "pk")[:1]


def _next_batch() -> QuerySet[PlannedBatch]:
    rows = PlannedBatch.objects.filter(
        plan__state=PlanState.PUBLISHED, plan__year=ExtractYear(TODAY), month__gte=ExtractMonth(TODAY)
    )
    rows = rows.exclude(draws__number__isnull=False)
    return rows.select_related("plan__region").order_by("month", "pk")[:1]


def register() -> None:
    """Called once, from `ready()`."""
    rows = {"last": _last, "next": _next, "batch": _next_batch}
    register_home_section("supervision/draws/public/_home.html", rows, last_and_next)

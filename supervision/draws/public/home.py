"""抽查 on the home page: the last draw and the next one."""

from typing import Any

from certification.register.sections.home import register_home_section
from supervision.directories.models import PlannedBatch
from supervision.directories.states import PlanState
from supervision.draws.public.standing import public_plans, standing
from supervision.draws.states import DrawState
from tianfu.workflow import clock


def last_and_next() -> dict[str, Any]:
    """`last`: the newest with a result; `next`: what waits for its numbers, else `batch`: what the year's plan names."""
    drawn = (DrawState.DRAWN, DrawState.REVEALED, DrawState.CLOSED)
    last = public_plans().filter(state__in=drawn).first()
    following = public_plans().filter(state=DrawState.COMMITTED).order_by("seed_after", "pk").first()
    for row in (last, following):
        if row is not None:
            row.standing = standing(row)
    batch = _next_batch() if following is None else None
    return {"last": last, "next": following, "batch": batch} if last or following or batch else {}


def _next_batch() -> PlannedBatch | None:
    today = clock.today()
    rows = PlannedBatch.objects.filter(plan__state=PlanState.PUBLISHED, plan__year=today.year, month__gte=today.month)
    rows = rows.exclude(draws__number__isnull=False)
    return rows.select_related("plan__region").order_by("month", "pk").first()


def register() -> None:
    """Called once, from `ready()`."""
    register_home_section("public/draws/_home.html", last_and_next)

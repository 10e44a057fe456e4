"""What became of the batches of yearly plans: drawn, committed, to come, or overdue because their month is over undrawn."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from supervision.directories.models import PlannedBatch, YearlyPlan
from supervision.directories.states import PlanState
from supervision.draws.models import DrawPlan
from supervision.draws.states import DrawState
from tianfu.workflow import clock

SHOWN_PLANS = 100


@dataclass(frozen=True)
class BatchStanding:
    """`draws`: the public draws of this batch that were not voided; `tone` of the pill."""

    label: str
    tone: str
    draws: list[DrawPlan]


def first_day_after(batch: PlannedBatch) -> date:
    """The day on which its month is over."""
    year, month = batch.plan.year, batch.month
    return date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)


def batch_standing(batch: PlannedBatch, replaced: bool = False) -> BatchStanding:
    """Drawn, to come, or overdue. Of a plan that a later version replaced nothing is due any more."""
    draws = [draw for draw in batch.draws.all() if draw.number and draw.state != DrawState.VOID]
    today = clock.today()
    if any(draw.state != DrawState.COMMITTED for draw in draws):
        return BatchStanding("已抽查", "good", draws)
    if draws:
        # The draw has a last day of its own, and says itself when that is over.
        return BatchStanding("等待抽取", "warn", draws)
    if replaced:
        return BatchStanding("以新版为准", "", [])
    if first_day_after(batch) <= today:
        return BatchStanding("逾期未抽查", "bad", [])
    if date(batch.plan.year, batch.month, 1) <= today:
        return BatchStanding("本月实施", "warn", [])
    return BatchStanding("待实施", "", [])


def public_yearly_plans() -> QuerySet[YearlyPlan]:
    """With batches and their draws, newest year first."""
    draws = Prefetch("draws", DrawPlan.objects.public().order_by("number"))
    batches = Prefetch("batches", PlannedBatch.objects.select_related("plan").prefetch_related(draws))
    rows = YearlyPlan.objects.public().select_related("region").prefetch_related(batches)
    return rows.order_by("-year", "region", "-version")


def with_standing(plans: list[YearlyPlan]) -> list[YearlyPlan]:
    """Each batch gets its `standing`, each plan whether a later version took its place."""
    newest: dict[tuple[int, str | None], int] = {}
    for plan in plans:
        key = (plan.year, plan.region_id)
        newest[key] = max(newest.get(key, 0), plan.version)
    for plan in plans:
        replaced = plan.state == PlanState.CLOSED and plan.version < newest[plan.year, plan.region_id]
        plan.replaced = replaced  # type: ignore[attr-defined]
        for batch in plan.batches.all():
            batch.standing = batch_standing(batch, replaced)  # type: ignore[attr-defined]
    return plans


def overdue_batches() -> list[Any]:
    """Batches of published plans whose month is over without a draw, the oldest first; two years back."""
    rows = public_yearly_plans().filter(year__gte=clock.today().year - 1)
    plans = with_standing(list(rows[:SHOWN_PLANS]))
    batches: list[Any] = [batch for plan in plans for batch in plan.batches.all()]
    found = [batch for batch in batches if batch.standing.tone == "bad"]
    return sorted(found, key=lambda batch: (batch.plan.year, batch.month, batch.pk))

"""年度抽查工作计划 for everybody, with what became of each batch; a batch whose month is over undrawn says so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.public.open_data import KEPT, MOST, DataSet, Entry, newest_first
from supervision.directories.models import PlannedBatch, YearlyPlan
from supervision.directories.states import PlanState
from supervision.draws.models import DrawPlan
from supervision.draws.states import DrawState
from tianfu.accounts.access import PUBLIC, requires
from tianfu.workflow import clock

SHOWN_PLANS = 100
COLUMNS = {
    "year": "年度",
    "region": "地区",
    "title": "名称",
    "version": "版次",
    "state": "状态",
    "yearly_cap": "每家企业年度检查次数上限",
    "filed_with": "备案机关",
    "filed_number": "备案文号",
    "published_on": "公布日期",
    "batches": "批次",
}


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
    if draws:
        return BatchStanding("已抽查", "good", draws)
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
    found = [batch for plan in plans for batch in plan.batches.all() if batch.standing.tone == "bad"]
    return sorted(found, key=lambda batch: (batch.plan.year, batch.month, batch.pk))


def entries(limit: int) -> list[Entry]:
    """Each published version; a batch that falls due unnoticed moves its plan to the front of the feed."""
    rows = public_yearly_plans().annotate(changed_at=Max("changes__at"))
    return newest_first((_entry(plan) for plan in with_standing(list(rows[:MOST]))), limit)


def _entry(plan: Any) -> Entry:
    here = reverse("yearly_plans")
    published = clock.start_of(plan.published_on)
    over = [clock.start_of(first_day_after(b)) for b in plan.batches.all() if b.standing.tone == "bad"]
    label = "已由新版代替" if plan.replaced else str(plan.get_state_display())
    late = "、".join(batch.title for batch in plan.batches.all() if batch.standing.tone == "bad")
    words = f"每家企业每年最多检查 {plan.yearly_cap} 次，共 {len(plan.batches.all())} 批。"
    return Entry(
        id=f"{here}#plan-{plan.pk}",
        title=f"{label}：{plan.title}",
        words=f"{words}逾期未抽查：{late}。" if late else words,
        link=f"{here}#plan-{plan.pk}",
        published=published,
        updated=max([published, *([plan.changed_at] if plan.changed_at else []), *over]),
        facts={
            "year": plan.year,
            "region": str(plan.region or "全省"),
            "title": plan.title,
            "version": plan.version,
            "state": label,
            "yearly_cap": plan.yearly_cap,
            "filed_with": plan.filed_with,
            "filed_number": plan.filed_number,
            "published_on": plan.published_on.isoformat(),
            "batches": [_batch_words(batch) for batch in plan.batches.all()],
        },
    )


def _batch_words(batch: Any) -> str:
    drawn = "、".join(draw.number for draw in batch.standing.draws)
    state = f"{batch.standing.label} {drawn}".strip()
    return f"{batch.month} 月 {batch.title}（{batch.get_object_kind_display()}，{batch.ratio}）：{state}"


PLANS = DataSet(
    key="yearly_plans",
    title="年度抽查计划",
    about="经审定、备案后公布的年度计划，每一批的对象、月份和比例；实施月份已过而没有抽查的写明逾期。",
    page="yearly_plans",
    columns=COLUMNS,
    entries=entries,
    csv="draws/plans.csv",
    json="draws/plans.json",
    feed="draws/plans/feed/",
)


@requires(PUBLIC)
@require_safe
def yearly_plans(request: HttpRequest) -> HttpResponse:
    rows = with_standing(list(public_yearly_plans()[:SHOWN_PLANS]))
    overdue = [batch for plan in rows for batch in plan.batches.all() if batch.standing.tone == "bad"]
    response = render(request, "public/draws/yearly_plans.html", {"rows": rows, "overdue": overdue, "data": PLANS})
    patch_cache_control(response, public=True, max_age=KEPT)
    return response

"""年度抽查工作计划 for everybody, with what became of each batch; a batch whose month is over undrawn says so."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from supervision.draws.plans.batches import SHOWN_PLANS, first_day_after, public_yearly_plans, with_standing
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.lists import KEPT, MOST, DataSet, Entry, newest_first
from tianfu.workflow import clock

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
    what = f"{batch.get_kind_display()}，{batch.get_object_kind_display()}，{batch.ratio}"
    return f"{batch.month} 月 {batch.title}（{what}）：{state}"


PLANS = DataSet(
    key="yearly_plans",
    title="年度抽查计划",
    about="经审定、备案后公布的年度计划，每一批的类别、对象、月份和比例；实施月份已过而没有抽查的写明逾期。",
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
    response = render(
        request, "supervision/draws/public/yearly_plans.html", {"rows": rows, "overdue": overdue, "data": PLANS}
    )
    patch_cache_control(response, public=True, max_age=KEPT)
    return response

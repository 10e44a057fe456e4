"""What desks should know of draws: not drawn or not revealed in time, a batch whose month is over, a calendar that ends."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from supervision.draws.models import DrawPlan
from supervision.draws.plans.batches import overdue_batches
from supervision.draws.plans.games import ends_soon, known_until
from supervision.draws.rules import ORGANISER
from supervision.draws.states import DrawState
from tianfu.accounts.roles import Role
from tianfu.text.moments import full_day
from tianfu.workflow import clock
from tianfu.workflow.work_items import Kind, Source, WorkItem, register, register_alert

OVERSEERS = frozenset({ORGANISER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR})
_WHOLE = OVERSEERS - {ORGANISER}


def _oversees(user: Any) -> bool:
    return bool(user.roles & OVERSEERS)


def overdue_draws(user: Any) -> "QuerySet[DrawPlan]":
    """Committed and not drawn by the day of the plan, or drawn under seal and not revealed by its day."""
    now = clock.now()
    hidden = Q(sealed=True, revealed_at=None, reveal_by__lte=now, state__in=[DrawState.DRAWN, DrawState.VOID])
    rows = DrawPlan.objects.on_console_for(user).filter(Q(state=DrawState.COMMITTED, draw_by__lte=now) | hidden)
    return rows.order_by("draw_by", "pk")


def _draw_item(row: DrawPlan) -> WorkItem:
    undrawn = row.state == DrawState.COMMITTED
    day = row.draw_day if undrawn else row.reveal_day
    what = "请两人录入号码；不能抽取的，由两人作废并说明理由。" if undrawn else "请公开结果；公示页已写明逾期。"
    return WorkItem(
        title=str(row),
        url=reverse("console:draw", args=[row.pk]),
        what=f"应在{full_day(day) if day else ''}前（含当日）{'抽取' if undrawn else '公开结果'}。{what}",
        due=day,
        about=f"draw:{row.pk}",
        tone="over",
    )


def late_batches(user: Any) -> list[Any]:
    """Of the plans in the person's regions."""
    regions = None if user.roles & _WHOLE else user.regions_for(ORGANISER)
    rows = overdue_batches()
    return rows if regions is None else [row for row in rows if row.plan.region_id in regions]


def _batch_rows(user: Any, limit: int) -> list[WorkItem]:
    return [
        WorkItem(
            title=f"{row.plan.title}：{row.title}",
            url=reverse("console:yearly_plan", args=[row.plan_id]),
            what=f"计划在 {row.plan.year} 年 {row.month} 月抽查，至今没有抽查，公示页已写明逾期。请组织抽查或修订计划。",
            about=f"yearlyplan:{row.plan_id}",
            tone="over",
        )
        for row in late_batches(user)[:limit]
    ]


def _calendar_rows(user: Any, limit: int) -> list[WorkItem]:
    if not ends_soon(clock.today()):
        return []
    over = known_until() < clock.today()
    item = WorkItem(
        title="开奖日历",
        url=reverse("console:draws"),
        what="之后的开奖日期还不知道，新方案不能选用彩票。请系统管理员在“政策参数”中补充下一年的休市日期，或改用现场掷骰。",
        due=known_until(),
        tone="over" if over else "soon",
    )
    return [item][:limit]


def register_alerts() -> None:
    """Called once, from `ready()`."""
    register_alert("draws.overdue", "逾期的抽查", overdue_draws, _draw_item, _oversees, "console:draws")
    register(
        Source(
            "draws.batches",
            "逾期未抽查的计划批次",
            Kind.ALERT,
            _batch_rows,
            lambda user: len(late_batches(user)),
            lambda user: reverse("console:yearly_plans"),
            _oversees,
        )
    )
    register(
        Source(
            "draws.calendar",
            "开奖日历即将到期",
            Kind.ALERT,
            _calendar_rows,
            lambda user: len(_calendar_rows(user, 1)),
            lambda user: reverse("console:draws"),
            lambda user: ORGANISER in user.roles,
        )
    )

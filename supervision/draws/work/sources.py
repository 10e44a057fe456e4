"""What waits for organisers: plans to confirm, numbers to type, what waits for a second person: voids, corrections, changes."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from supervision.draws.models import Deviation, DrawEndorsement, DrawPlan, DrawResult, ValueCorrection
from supervision.draws.rules import ORGANISER
from supervision.draws.states import DrawState
from supervision.draws.values.meetings import awaits_dice
from tianfu.workflow import clock, work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem, rows_source, second_item


def _organises(user: Any) -> bool:
    return ORGANISER in user.roles


def to_confirm(user: Any) -> "QuerySet[DrawPlan]":
    """Plans handed over by somebody else, who did not open this person's account or role."""
    rows = DrawPlan.objects.on_console_for(user).filter(state=DrawState.DRAFT, handed_over_at__isnull=False)
    return (
        rows.exclude(planner=user)
        .exclude(planner__in=user.came_from)
        .select_related("planner")
        .order_by("handed_over_at")
    )


def _confirm(row: DrawPlan) -> WorkItem:
    return WorkItem(
        title=row.title,
        url=reverse("console:draw_commit", args=[row.pk]),
        what="抽查方案请核对后确认或退回。",
        since=row.handed_over_at,
        first=str(row.planner),
        about=f"draw:{row.pk}",
    )


def to_type(user: Any) -> "QuerySet[DrawPlan]":
    """Draws whose numbers are out, and which this person has not typed in the open round."""
    rows = DrawPlan.objects.on_console_for(user).awaiting_values(clock.now())
    return rows.exclude(entries__second_by=None, entries__first_by=user).select_related("meeting").order_by("draw_by")


def _type(row: DrawPlan) -> WorkItem:
    now = clock.now()
    return WorkItem(
        title=str(row),
        url=reverse("console:draw", args=[row.pk]),
        what=_wanted(row, now),
        since=row.seed_after,
        due=clock.in_beijing(row.draw_by) if row.draw_by else None,
        about=f"draw:{row.pk}",
        tone="over" if row.overdue(now) else "soon",
    )


def _wanted(plan: DrawPlan, now: datetime) -> str:
    if awaits_dice(plan):
        return "逾期未抽取，请立即掷骰并记录。" if plan.overdue(now) else "请在见证人面前掷骰，并记录。"
    return "逾期未抽取，请立即录入号码。" if plan.overdue(now) else "随机数已经产生，请录入号码。"


def _here(user: Any) -> "QuerySet[DrawPlan]":
    return DrawPlan.objects.on_console_for(user)


def voids_for_second(user: Any) -> "QuerySet[DrawEndorsement]":
    found: QuerySet[DrawEndorsement] = DrawEndorsement.objects.open_to(user).filter(subject__in=_here(user))
    return found.select_related("first_by", "subject")


def corrections_for_second(user: Any) -> "QuerySet[ValueCorrection]":
    """Proposals of others whose wrong number this person did not vouch for."""
    vouched = DrawResult.objects.filter(
        Q(entry__first_by=user)
        | Q(entry__second_by=user)
        | Q(correction__first_by=user)
        | Q(correction__second_by=user)
    )
    found: QuerySet[ValueCorrection] = ValueCorrection.objects.open_to(user).filter(subject__in=_here(user))
    return found.exclude(subject__in=vouched.values("plan")).select_related("first_by", "subject")


def changes_for_second(user: Any) -> "QuerySet[Deviation]":
    """Several places of a team may change at a time, so that who proposed for another one may confirm this."""
    rows = Deviation.objects.standing().filter(subject__in=_here(user)).exclude(first_by=user)
    found: QuerySet[Deviation] = rows.exclude(first_by__in=user.came_from).order_by("first_at", "pk")
    return found.select_related("first_by", "subject", "pick")


def _for_second(key: str, label: str, found: Any, what: Any, endorsement: Any) -> Source:
    """Proposals that wait for another organiser."""

    def item(row: Any) -> WorkItem:
        return second_item(
            row,
            title=str(row.subject),
            url=reverse("console:draw", args=[row.subject_id]),
            what=what(row),
            about=f"draw:{row.subject_id}",
            note=getattr(row, "reason", ""),
        )

    return rows_source(f"draws.{key}", label, Kind.SECOND, found, item, concerns=_organises, endorsement=endorsement)


SOURCES = (
    rows_source(
        "draws.confirm",
        "抽查方案的确认",
        Kind.SECOND,
        to_confirm,
        _confirm,
        concerns=_organises,
        empty="同事提交的抽查方案会列在这里。",
    ),
    _for_second("void", "抽查的作废", voids_for_second, lambda row: "拟作废抽查，请复核。", DrawEndorsement),
    _for_second(
        "correct",
        "开奖号码的更正",
        corrections_for_second,
        lambda row: "拟更正开奖号码，请对照公告复核。",
        ValueCorrection,
    ),
    _for_second(
        "change",
        "检查组的变动",
        changes_for_second,
        lambda row: f"第 {row.pick.position} 户的检查组拟变动，请复核。",
        Deviation,
    ),
    rows_source("draws.values", "开奖号码待录入", Kind.TODO, to_type, _type, concerns=_organises),
)


def register() -> None:
    """Called once, from `ready()`."""
    for source in SOURCES:
        work_items.register(source)

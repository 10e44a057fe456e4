"""What waits for organisers: plans to confirm, numbers to type, what waits for a second person: voids, corrections, changes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from supervision.draws.models import Deviation, DrawEndorsement, DrawPlan, DrawResult, ValueCorrection
from supervision.draws.rules import ORGANISER
from supervision.draws.states import DrawState
from supervision.draws.values.meetings import awaits_dice
from tianfu.workflow import clock, work_items
from tianfu.workflow.work_items import Kind, Source, WorkItem


def _organises(user: Any) -> bool:
    return ORGANISER in user.roles


def to_confirm(user: Any) -> "QuerySet[DrawPlan]":
    """Plans handed over by somebody else, who did not open this person's account or role."""
    rows = DrawPlan.objects.on_console_for(user).filter(state=DrawState.DRAFT, handed_over_at__isnull=False)
    return rows.exclude(planner=user).exclude(planner__in=user.came_from).order_by("handed_over_at")


def _confirm_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=row.title,
            url=reverse("console:draw_commit", args=[row.pk]),
            what="抽查方案请核对后确认或退回。",
            since=row.handed_over_at,
            first=str(row.planner),
            about=f"draw:{row.pk}",
        )
        for row in to_confirm(user).select_related("planner")[:limit]
    ]


def to_type(user: Any) -> "QuerySet[DrawPlan]":
    """Draws whose numbers are out, and which this person has not typed in the open round."""
    rows = DrawPlan.objects.on_console_for(user).awaiting_values(clock.now())
    return rows.exclude(entries__second_by=None, entries__first_by=user).order_by("draw_by")


def _type_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    now = clock.now()
    return [
        WorkItem(
            title=str(row),
            url=reverse("console:draw", args=[row.pk]),
            what=_wanted(row, now),
            since=row.seed_after,
            due=clock.in_beijing(row.draw_by) if row.draw_by else None,
            about=f"draw:{row.pk}",
            tone="over" if row.overdue(now) else "soon",
        )
        for row in to_type(user).select_related("meeting")[:limit]
    ]


def _wanted(plan: DrawPlan, now: datetime) -> str:
    if awaits_dice(plan):
        return "逾期未抽取，请立即掷骰并记录。" if plan.overdue(now) else "请在见证人面前掷骰，并记录。"
    return "逾期未抽取，请立即录入号码。" if plan.overdue(now) else "随机数已经产生，请录入号码。"


def voids_for_second(user: Any) -> "QuerySet[DrawEndorsement]":
    rows = DrawEndorsement.objects.standing().filter(round=F("subject__revision"))
    rows = rows.filter(subject__in=DrawPlan.objects.on_console_for(user))
    return rows.exclude(first_by=user).exclude(first_by__in=user.came_from).order_by("first_at")


def _void_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=str(row.subject),
            url=reverse("console:draw", args=[row.subject_id]),
            what="拟作废抽查，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.reason,
            about=f"draw:{row.subject_id}",
        )
        for row in voids_for_second(user).select_related("first_by", "subject")[:limit]
    ]


def corrections_for_second(user: Any) -> "QuerySet[ValueCorrection]":
    """Proposals of others whose wrong number this person did not vouch for."""
    rows = ValueCorrection.objects.standing().filter(round=F("subject__revision"))
    rows = rows.filter(subject__in=DrawPlan.objects.on_console_for(user))
    vouched = DrawResult.objects.filter(
        Q(entry__first_by=user)
        | Q(entry__second_by=user)
        | Q(correction__first_by=user)
        | Q(correction__second_by=user)
    )
    rows = rows.exclude(subject__in=vouched.values("plan"))
    return rows.exclude(first_by=user).exclude(first_by__in=user.came_from).order_by("first_at")


def _correction_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=str(row.subject),
            url=reverse("console:draw", args=[row.subject_id]),
            what="拟更正开奖号码，请对照公告复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.first_note,
            about=f"draw:{row.subject_id}",
        )
        for row in corrections_for_second(user).select_related("first_by", "subject")[:limit]
    ]


def changes_for_second(user: Any) -> "QuerySet[Deviation]":
    rows = Deviation.objects.standing().filter(subject__in=DrawPlan.objects.on_console_for(user))
    return rows.exclude(first_by=user).exclude(first_by__in=user.came_from).order_by("first_at")


def _change_rows(user: Any, limit: int) -> Sequence[WorkItem]:
    return [
        WorkItem(
            title=str(row.subject),
            url=reverse("console:draw", args=[row.subject_id]),
            what=f"第 {row.pick.position} 户的检查组拟变动，请复核。",
            since=row.first_at,
            first=str(row.first_by),
            first_note=row.reason,
            about=f"draw:{row.subject_id}",
        )
        for row in changes_for_second(user).select_related("first_by", "subject", "pick")[:limit]
    ]


def _for_second(key: str, label: str, rows: Any, count: Any, endorsement: Any) -> Source:
    """Proposals that wait for another organiser."""
    return Source(
        f"draws.{key}",
        label,
        Kind.SECOND,
        rows,
        count,
        concerns=_organises,
        endorsement=endorsement,
    )


def register() -> None:
    """Called once, from `ready()`."""
    for source in (
        Source(
            "draws.confirm",
            "抽查方案的确认",
            Kind.SECOND,
            _confirm_rows,
            to_confirm,
            concerns=_organises,
            empty="同事提交的抽查方案会列在这里。",
        ),
        _for_second("void", "抽查的作废", _void_rows, voids_for_second, DrawEndorsement),
        _for_second("correct", "开奖号码的更正", _correction_rows, corrections_for_second, ValueCorrection),
        _for_second("change", "检查组的变动", _change_rows, changes_for_second, Deviation),
        Source(
            "draws.values",
            "开奖号码待录入",
            Kind.TODO,
            _type_rows,
            to_type,
            concerns=_organises,
        ),
    ):
        work_items.register(source)

"""Where a draw stands, for the public: what is overdue announces itself in words (trust.md A.1, row 8)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from supervision.draws.models import DrawPlan
from supervision.draws.states import DrawState, Mode
from supervision.draws.values.meetings import awaits_dice
from tianfu.text import moments
from tianfu.workflow import clock

REVEAL = "公开结果"


@dataclass(frozen=True)
class Standing:
    """`tone` of the pill: "", good, warn or bad; `words` a sentence."""

    label: str
    tone: str
    words: str


@dataclass(frozen=True)
class Step:
    """One line of the timeline. `at` is None for what is still to come; `note` says more; `due` when it must be done."""

    label: str
    at: datetime | None
    note: str = ""
    due: datetime | None = None
    late: bool = False


def public_plans() -> Any:
    """Every plan with a number, newest first: the void and the overdue ones stay."""
    return DrawPlan.objects.public().select_related("region", "meeting").order_by("-committed_at", "-pk")


def standing(plan: DrawPlan, now: datetime | None = None) -> Standing:
    """The draw's state as people read it, overdue ones first."""
    now = now or clock.now()
    if plan.state == DrawState.VOID:
        return Standing("已作废", "bad", "本次抽查已作废，理由见下。编号不再使用。")
    if plan.state == DrawState.COMMITTED:
        if plan.overdue(now):
            return Standing("逾期未抽取", "bad", f"应在 {_day(plan.draw_day)}前（含当日）抽取，至今没有抽取。")
        if awaits_dice(plan):
            words = "名录已冻结。决定结果的点数由现场掷骰产生，尚未掷骰，没有人知道谁会被抽中。"
            return Standing("等待掷骰", "", words)
        if plan.seed_after <= now:
            return Standing("号码已产生", "warn", "决定结果的号码已经产生，任何人都可以自己计算；正式结果等待录入。")
        when = moments.full_moment(plan.seed_after)
        return Standing("等待号码", "", f"名录已冻结。决定结果的号码在 {when} 产生，此前没有人知道谁会被抽中。")
    if plan.sealed and plan.revealed_at is None:
        if plan.reveal_by is not None and plan.reveal_by <= now:
            return Standing("逾期未揭示", "bad", f"应在 {_day(plan.reveal_day)}前（含当日）公开结果，至今没有公开。")
        return Standing(
            "已抽取，暂不公开",
            "warn",
            f"为避免事先告知被检查对象，结果在 {_day(plan.reveal_day)}前（含当日）公开。",
        )
    if plan.state == DrawState.CLOSED:
        return Standing("已办结", "good", "抽中的对象都有了检查结论或变动记录。")
    return Standing("已抽取", "good", "结果已公开，检查进行中。任何人都可以重新计算核对。")


def _day(day: date | None) -> str:
    return moments.long_day(day) if day else ""


def timeline(plan: DrawPlan) -> list[Step]:
    """From the commitment to the end; what is due and not done is marked."""
    now = clock.now()
    changes: dict[str, Any] = {row.transition: row for row in plan.changes.all()}
    drawn = changes.get("draw")
    steps = [Step("名录冻结，方案和三个文件的哈希写入公示日志", plan.committed_at)]
    meeting = getattr(plan, "meeting", None)
    if meeting is not None:
        roles = "、".join(row["role"] for row in meeting.witnesses)
        steps.append(Step("现场掷骰", meeting.held_at, f"{meeting.place}，见证人：{roles}"))
    elif plan.mode == Mode.DICE:
        steps.append(Step("现场掷骰", None))
    else:
        out = plan.seed_after if plan.seed_after <= now else None
        steps.append(Step("决定结果的号码产生", out, due=plan.seed_after))
    steps.append(_due("两人分别录入号码，计算结果", drawn.at if drawn else None, plan.draw_by, plan.draw_day, plan))
    steps += [
        Step("更正号码，重新计算结果", row.at, row.note) for row in plan.changes.all() if row.transition == "correct"
    ]
    if plan.sealed:
        steps.append(_due(REVEAL, plan.revealed_at, plan.reveal_by, plan.reveal_day, plan))
    if "close" in changes:
        steps.append(Step("办结", changes["close"].at))
    if "void" in changes:
        # What did not happen before does not happen any more; only a sealed result must still be shown.
        steps = [step for step in steps if step.at is not None or (step.label == REVEAL and drawn is not None)]
        steps.append(Step("作废", changes["void"].at, changes["void"].note))
    return steps


def _due(label: str, at: datetime | None, over: datetime | None, day: date | None, plan: DrawPlan) -> Step:
    late = at is None and over is not None and over <= clock.now() and plan.state != DrawState.VOID
    return Step(label, at, note="" if at or day is None else f"不晚于 {moments.long_day(day)}", late=late)

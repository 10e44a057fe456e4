"""拟定: a draft belongs to its planner until it is handed over; nothing of it is public."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionItem
from supervision.draws.frozen.material import gather
from supervision.draws.frozen.strata import Part, divide
from supervision.draws.models import DrawPlan
from supervision.draws.plans.games import DICE, DICE_EVENT, DICE_FORMAT, issue_of
from supervision.draws.plans.games import find as find_issue
from supervision.draws.plans.readiness import blocking, examine
from supervision.draws.rules import ORGANISER, organises
from supervision.draws.states import DrawState, Mode
from tianfu.inbox.audience import desk
from tianfu.inbox.dispatch import notify
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, lock
from tianfu.workflow.policies.values import policy

FIELDS = (
    "title", "object_kind", "region", "batch", "mode", "sealed", "strata_by", "strata", "sources", "fallback", "team_size",
    "team_region", "team_need", "max_load", "draw_by", "reveal_by", "visits_since", "visits_until",
)  # fmt: skip


def new_draft(*, user: Any, title: str, region: Any = None, **values: Any) -> DrawPlan:
    """An empty plan with the proposals of policy: all objects in one part, two lotteries, teams of two."""
    if not user.has_role(ORGANISER):
        raise NotAllowed("抽查方案由抽查组织人拟定。")
    plan = DrawPlan(title=title, region=region, planner=user, planned_at=clock.now(), **values)
    if not organises(plan, user):
        raise NotAllowed("您只能为自己负责的市（州）拟定抽查方案。")
    with transaction.atomic():
        plan.save()
        record("drawplan.drafted", actor=user, subject=plan)
    return plan


def save_draft(
    plan: DrawPlan,
    *,
    user: Any,
    seen: int,
    values: dict[str, Any],
    items: list[InspectionItem] | None = None,
    knows: bool = False,
) -> DrawPlan:
    """Write what the planner typed; `seed_after` follows from the events. A saved plan is the planner's again.

    `knows`: the planner accepts that for some objects no team can be made. Which ones is asked of the directories as
    they stand, never of the page.
    """
    with transaction.atomic():
        locked = _own_draft(plan, user, seen)
        write_values(locked, values)
        locked.handed_over_at = None
        locked.draft_version += 1
        locked.save()
        if items is not None:
            locked.items.set(items)
        _acknowledge(locked, knows)
    return locked


def write_values(plan: DrawPlan, values: dict[str, Any]) -> None:
    """What was typed, and what follows from it: the dice as the only source, `seed_after`. Saves nothing.

    Raises ValueError for a name that is none of FIELDS.
    """
    for name, value in values.items():
        if name not in FIELDS:
            raise ValueError(f"not a field of a draft: {name}")
        setattr(plan, name, value)
    if plan.mode == Mode.DICE:
        plan.sources = [{"id": DICE, "fmt": DICE_FORMAT, "event": DICE_EVENT}]
    plan.seed_after = seed_moment(plan)


def _acknowledge(plan: DrawPlan, knows: bool) -> None:
    failing = examine(plan, gather(plan, clock.today())).failing if knows else {}
    if plan.acknowledged != failing:
        plan.acknowledged = failing
        plan.save(update_fields=["acknowledged"])


def seed_moment(plan: DrawPlan) -> datetime | None:
    """When the last of the announced numbers is known: after it the draw can be computed by everybody."""
    if plan.mode == Mode.DICE:
        return None
    moments = [issue.at for row in plan.sources if (issue := find_issue(row["id"], issue_of(row))) is not None]
    return max(moments) if moments and len(moments) == len(plan.sources) else None


def proposed_strata(parts: list[Part], existing: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per part of the directory: what the planner set stays, a new part gets the policy's ratio."""
    known = {row["key"]: row for row in existing}
    percent = int(policy("draw.default_percent"))
    return [
        known.get(part.key, {"key": part.key, "num": percent, "den": 100, "min": 1, "note": ""}) | {"label": part.label}
        for part in parts
    ]


def parts_of(plan: DrawPlan, rows: list[Any]) -> list[Part]:
    """The parts of the directory by the plan's attribute."""
    return divide(rows, plan.strata_by, clock.today())


def hand_over(plan: DrawPlan, *, user: Any, seen: int) -> DrawPlan:
    """Ask another organiser to confirm. A plan in which the examination finds a fault stays with its planner."""
    with transaction.atomic():
        locked = _own_draft(plan, user, seen)
        if problems := blocking(examine(locked, gather(locked, clock.today()))):
            raise NotPossible(problems)
        locked.handed_over_at = clock.now()
        locked.draft_version += 1
        locked.save()
        record("drawplan.handed_over", actor=user, subject=locked)
        others = [person for person in desk([ORGANISER], locked.region_id) if person.pk != user.pk]
        if not others:
            raise NotPossible(["没有另一位抽查组织人可以确认，请联系系统管理员。"])
        notify(
            "draw_to_confirm",
            users=others,
            context={"title": locked.title, "planner": user.name},
            link=f"/console/draws/{locked.pk}/",
            about=f"draw:{locked.pk}",
            once=f"{locked.pk}:{locked.draft_version}",
        )
    return locked


def hand_back(plan: DrawPlan, *, user: Any, seen: int, reason: str) -> DrawPlan:
    """The second person asks for changes; the reason goes to the planner."""
    with transaction.atomic():
        locked = _seen_draft(plan, seen)
        if not organises(locked, user) or user.pk == locked.planner_id:
            raise NotAllowed("退回由另一位抽查组织人办理。")
        if locked.state != DrawState.DRAFT or locked.handed_over_at is None or not reason.strip():
            raise NotPossible(["只有等待确认的方案可以退回，并须写明理由。"])
        locked.handed_over_at = None
        locked.draft_version += 1
        locked.save()
        record("drawplan.handed_back", actor=user, subject=locked, reason=reason)
        notify(
            "draw_handed_back",
            users=[locked.planner],
            context={"title": locked.title, "by": user.name, "reason": reason},
            link=f"/console/draws/{locked.pk}/",
            about=f"draw:{locked.pk}",
        )
    return locked


def drop_draft(plan: DrawPlan, *, user: Any, seen: int) -> None:
    """Delete a plan that was never committed: it has no number and nobody was told of it."""
    with transaction.atomic():
        locked = _own_draft(plan, user, seen)
        record("drawplan.dropped", actor=user, subject=locked, data={"title": locked.title})
        locked.delete()


def _own_draft(plan: DrawPlan, user: Any, seen: int) -> DrawPlan:
    locked = _seen_draft(plan, seen)
    if locked.state != DrawState.DRAFT:
        raise NotPossible([f"抽查方案当前为“{locked.get_state_display()}”，不能再修改。"])
    if locked.planner_id != user.pk:
        raise NotAllowed("草稿由拟定人修改；您可以退回并写明意见。")
    return locked


def _seen_draft(plan: DrawPlan, seen: int) -> DrawPlan:
    """The draft under its lock, if it is still the version that the page showed."""
    locked = lock(plan)
    if locked.draft_version != seen:
        raise Overtaken("有人", None, "打开时的草稿", "已修改或已提交的草稿")
    return locked


def first_times(now: datetime) -> dict[str, Any]:
    """Proposals for the dates of a new plan, from policy."""
    earliest = now + timedelta(hours=int(policy("draw.notice_hours")))
    day = clock.in_beijing(earliest)
    return {
        "draw_by": clock.end_of(day + timedelta(days=int(policy("draw.compute_days")))),
        "visits_since": day + timedelta(days=int(policy("draw.compute_days")) + 1),
        "visits_until": day + timedelta(days=int(policy("draw.compute_days")) + int(policy("draw.visit_days"))),
    }

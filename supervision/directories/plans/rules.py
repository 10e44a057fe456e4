"""Who may do what to a yearly plan: planners write, file and publish; somebody who wrote nothing on it approves."""

from collections.abc import Mapping
from typing import Any, Protocol

from tianfu.accounts.access.separation import made_by_problems
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule


class Plan(Protocol):
    """What the rules ask of a yearly plan."""

    year: int
    version: int
    region_id: Any
    created_by_id: Any
    batches: Any

    @property
    def authors(self) -> set[int]: ...


def holds(user: Any, role: Role, region: str | None) -> bool:
    """Does the person hold `role` for this prefecture, or (None) for the whole province? A plan is of no programme."""
    return user.has_unbound(role, region) if region else user.regions_for(role, "") is None


def may_write(user: Any, region: str | None) -> bool:
    """Draw up the plan of this region."""
    return holds(user, Role.SPOTCHECK_MANAGER, region)


def may_approve(user: Any, region: str | None) -> bool:
    """Another planner, or the approver of the same authority."""
    if may_write(user, region):
        return True
    approver = Role.PREFECTURE_APPROVER if region else Role.PROVINCE_APPROVER
    return holds(user, approver, region)


def _planner(plan: Plan, user: Any) -> bool:
    return may_write(user, plan.region_id)


def _approver(plan: Plan, user: Any) -> bool:
    return may_approve(user, plan.region_id)


def _gaps(plan: Plan) -> list[str]:
    batches = list(plan.batches.prefetch_related("items"))
    if not batches:
        return ["计划还没有批次，请先添加。"]
    problems, today = [], clock.today()
    for batch in batches:
        items = list(batch.items.all())
        if not items:
            problems.append(f"批次“{batch.title}”没有检查事项，请选择。")
        hidden = [item.name for item in items if not _published(item, today)]
        if hidden:
            problems.append(f"批次“{batch.title}”中未公布的事项不得检查：{'、'.join(hidden)}。请先公布或移除。")
    return problems


def _published(item: Any, day: Any) -> bool:
    return (
        item.published_on is not None
        and item.published_on <= day
        and (item.withdrawn_on is None or item.withdrawn_on > day)
    )


def _another_person(plan: Plan, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    if getattr(actor, "pk", None) in plan.authors:
        return ["计划由您编制或修改过，须由另一人审定。"]
    return made_by_problems(actor, plan.created_by_id)


def _filing(plan: Plan, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    problems = []
    if not str(inputs.get("filed_with", "")).strip():
        problems.append("请填写备案机关。")
    if not str(inputs.get("filed_number", "")).strip():
        problems.append("请填写备案文号。")
    filed_on = inputs.get("filed_on")
    if filed_on is None:
        problems.append("请填写备案日期。")
    elif filed_on > clock.today():
        problems.append("备案日期不能晚于今天。")
    return problems


def _year_over(plan: Plan) -> list[str]:
    """A plan stands until its year is over or a later version is published."""
    model: Any = type(plan)
    newer = model._default_manager.filter(
        year=plan.year, region=plan.region_id, version__gt=plan.version, state="filed"
    )
    over = clock.today().year > plan.year
    return [] if over or newer.exists() else [f"{plan.year} 年度尚未结束；需要调整的，请编制新的版次。"]


RULES: dict[str, Rule] = {
    "approve": Rule("审定计划", _approver, problems=_gaps, objections=_another_person),
    "send_back": Rule("退回修改", _approver, note_required=True),
    "file": Rule("登记备案", _planner, objections=_filing, clause="抽查计划报上级机关备案"),
    "publish": Rule("公布计划", _planner),
    "close": Rule("结束计划", _planner, problems=_year_over, by_system=True),
}

"""能否组成检查组: for all outcomes without a load limit, by simulation with one (trust.md A.6)."""

import math
from typing import TYPE_CHECKING

from supervision.draws.algorithm import outlook
from supervision.draws.algorithm.selection import Frozen, Refusal, freeze
from supervision.draws.algorithm.words import failure
from supervision.draws.frozen.material import Material, plan_json
from supervision.draws.plans.report import Finding, Report
from tianfu.accounts.models import Region, RoleGrant, User
from tianfu.accounts.roles import Role
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from supervision.draws.models import DrawPlan

SHOWN = 20  # failing objects and full regions named one by one


def team_findings(plan: "DrawPlan", material: Material, report: Report, *, knows: bool) -> list[Finding]:
    """Feasibility for all outcomes: without a load limit a failure depends on the frozen files alone.

    `knows`: the planner has ticked that he knows, and not saved yet.
    """
    if not plan.strata or not material.rows:
        return []
    try:
        frozen = freeze(plan_json(plan, "LINT", material), material.objects, material.inspectors)
    except Refusal as refusal:
        return [Finding(refusal.sentence, "strata_by")]
    report.failing = outlook.lasting_failures(frozen)
    found = []
    if report.failing and not knows and plan.acknowledged != report.failing:
        names = {row.code: row.name for row, _ in material.rows}
        lines = [f"{names.get(code, code)}（{failure(why)}）" for code, why in list(report.failing.items())[:SHOWN]]
        more = f"等 {len(report.failing)} 户" if len(report.failing) > SHOWN else ""
        found.append(
            Finding(
                f"无论号码是什么，这些对象都组不成检查组：{'、'.join(lines)}{more}。"
                "请补充检查人员，或勾选“我已知悉”：抽中后须另行安排补充抽查。",
                "acknowledged",
            )
        )
    if plan.max_load:
        found += _capacity(plan, frozen)
    return found


def account_findings(material: Material) -> list[Finding]:
    """Who can be drawn, and could not file a record: no account of an inspector stands behind the certificate."""
    grants = RoleGrant.objects.filter(role=Role.INSPECTOR, ended_at=None)
    able = set(User.objects.filter(is_active=True, role_grants__in=grants).values_list("pk", flat=True))
    without = [person for person in material.fit if person.user_id not in able]
    if not without:
        return []
    names = "、".join(f"{person.name}（{person.number}）" for person in without[:SHOWN])
    more = f"等 {len(without)} 人" if len(without) > SHOWN else ""
    words = (
        f"没有检查人员账号，抽中后不能填报检查记录：{names}{more}。"
        "请在检查人员名录中为其绑定账号，没有账号的先由系统管理员开通“检查人员”岗位。"
    )
    return [Finding(words, blocking=False)]


def _capacity(plan: "DrawPlan", frozen: Frozen) -> list[Finding]:
    found = []
    tight = [room for room in outlook.rooms(frozen) if not room.enough]
    if tight:
        names = dict(Region.objects.filter(code__in={room.region for room in tight}).values_list("code", "name"))
        lines = [
            f"{names.get(room.region, room.region)}预计{'主检人' if room.lead else ''} {math.ceil(room.expected)} 人次，最多可承担 {room.visits} 人次"
            for room in tight[:SHOWN]
        ]
        words = f"检查力量不足 1.5 倍，可能有对象组不成检查组：{'；'.join(lines)}。请放宽每人户数或增加人员。"
        found.append(Finding(words, "max_load", blocking=False))
    seeds = int(policy("draw.simulated_seeds"))
    failed = sum(bool(count) for count in outlook.trials(frozen, seeds))
    if failed:
        words = f"模拟 {seeds} 次，有 {failed} 次出现组不成检查组的对象。请放宽每人户数或增加人员。"
        found.append(Finding(words, "max_load", blocking=False))
    return found

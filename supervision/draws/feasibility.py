"""能否组成检查组: for all outcomes without a load limit, by simulation with one (trust.md A.6)."""

from typing import TYPE_CHECKING

from supervision.draws.algorithm import Frozen, Refusal, freeze
from supervision.draws.material import Material, plan_json
from supervision.draws.report import Finding, Report
from tianfu.ledger.canonical import sha256_hex
from tianfu.workflow.policies import policy

if TYPE_CHECKING:
    from supervision.draws.models import DrawPlan

SHOWN = 20  # failing objects named one by one
_FAILURES = {
    "NO_LEAD": "没有可担任组长的检查人员",
    "NO_TAG": "没有熟悉该领域的检查人员",
    "TEAM_SHORT": "检查人员不足一组",
}


def team_findings(plan: "DrawPlan", material: Material, report: Report) -> list[Finding]:
    """Feasibility for all outcomes: without a load limit a failure depends on the frozen files alone."""
    if not plan.strata or not material.rows:
        return []
    try:
        frozen = freeze(plan_json(plan, "LINT", material), material.objects, material.inspectors)
    except Refusal as refusal:
        return [Finding(refusal.sentence, "strata_by")]
    alone = ((thing.id, frozen.roster.lasting_failure(thing)) for thing in frozen.objects.all() if not thing.excl)
    report.failing = {code: failure for code, failure in alone if failure}
    found = []
    if report.failing and plan.acknowledged != report.failing:
        names = {row.code: row.name for row, _ in material.rows}
        lines = [
            f"{names.get(code, code)}（{failure_words(why)}）" for code, why in list(report.failing.items())[:SHOWN]
        ]
        more = f"等 {len(report.failing)} 户" if len(report.failing) > SHOWN else ""
        found.append(
            Finding(
                f"无论号码是什么，这些对象都组不成检查组：{'、'.join(lines)}{more}。"
                "请补充检查人员，或勾选“我已知悉”：抽中后须另行安排补充抽查。",
                "acknowledged",
            )
        )
    if plan.max_load:
        found += _capacity(plan, report, frozen)
    return found


def _capacity(plan: "DrawPlan", report: Report, frozen: Frozen) -> list[Finding]:
    needed, there = report.picks * plan.team_size, report.inspectors * plan.max_load
    found = []
    if there * 2 < needed * 3:
        words = f"预计 {needed} 人次，检查人员最多可承担 {there} 人次，不足 1.5 倍，可能有对象组不成检查组。"
        found.append(Finding(words, "max_load", blocking=False))
    seeds = int(policy("draw.simulated_seeds"))
    drawn = (frozen.drawn_by(sha256_hex(f"lint {number}".encode())) for number in range(seeds))
    failed = sum(any("+CAP" in pick["failure"] for pick in one.result["picks"]) for one in drawn)
    if failed:
        words = f"模拟 {seeds} 次，有 {failed} 次出现组不成检查组的对象。请放宽每人户数或增加人员。"
        found.append(Finding(words, "max_load", blocking=False))
    return found


def failure_words(code: str) -> str:
    """A failure code of the draw in Chinese."""
    plain, _, cap = code.partition("+")
    head, _, tag = plain.partition(":")
    words = _FAILURES.get(head, head)
    words = f"{words}（{tag}）" if tag else words
    return f"{words}，受每人户数限制" if cap else words

"""Who may take a draw how far, and what must be true first (trust.md A.2)."""

from collections.abc import Mapping
from typing import Any, Protocol

from supervision.draws.checks import checks_of
from supervision.draws.states import DrawState
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import SYSTEM, Rule
from tianfu.workflow.signatures.two_people import by_two, unsigned


class Plan(Protocol):
    """What the rules ask of a draw."""

    pk: Any
    revision: int
    state: Any
    region_id: Any
    planner_id: Any
    handed_over_at: Any
    revealed_at: Any
    seed_after: Any
    picks: Any
    results: Any
    corrections: Any

    @property
    def sealed(self) -> bool: ...

    def get_state_display(self) -> str: ...


ORGANISER = Role.SPOTCHECK_MANAGER


def organises(plan: Plan, user: Any) -> bool:
    """Holds 抽查组织人 for the plan's region; a draw over the whole province needs the whole province."""
    regions = user.regions_for(ORGANISER)
    return regions is None or (plan.region_id is not None and plan.region_id in regions)


def _nobody(plan: Plan, user: Any) -> bool:
    return False


def _commit_problems(plan: Plan) -> list[str]:
    return [] if plan.handed_over_at is not None else ["方案尚未提交确认。"]


def _commit_objections(plan: Plan, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    if actor.pk == plan.planner_id:
        return ["您是拟定人，须由另一位抽查组织人确认。"]
    if plan.planner_id in actor.came_from:
        return ["您的账号或岗位由拟定人开通，须由其他抽查组织人确认。"]
    frozen = inputs.get("frozen")
    if frozen is None or frozen.plan_file is None:
        return ["名录尚未冻结，请从确认页面办理。"]
    return []


def _draw_objections(plan: Plan, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    entry = inputs.get("entry")
    if entry is None or entry.plan_id != plan.pk or not entry.agrees:
        return ["须由两人分别录入一致的开奖号码。"]
    return []


def _reveal_problems(plan: Plan) -> list[str]:
    if not plan.sealed:
        return ["该抽查的结果本来就是公开的。"]
    if plan.seed_after is not None and clock.now() < plan.seed_after:
        return ["随机数产生之前不能揭示密值。"]
    return ["密值已经揭示。"] if plan.revealed_at is not None else []


def _close_problems(plan: Plan) -> list[str]:
    open_picks = plan.picks.filter(outcome="", result__superseded_at=None).count()
    problems = [f"还有 {open_picks} 户没有检查结论或变动记录。"] if open_picks else []
    if plan.sealed and plan.state == DrawState.DRAWN:
        problems.append("密值尚未揭示。")
    return problems + (["更正后的号码正在计算。"] if is_recomputed(plan) else [])


def vouchers(plan: Plan) -> set[int]:
    """Whose word the numbers of its results are: who typed them alike, who corrected them."""
    people: set[int] = set()
    for row in plan.results.select_related("entry", "correction"):
        people |= {pk for pk in (row.source.first_by_id, row.source.second_by_id) if pk is not None}
    return people


def vouching_problems(plan: Plan, user: Any) -> list[str]:
    """Against a second person of a correction whose own word the wrong number is."""
    people = vouchers(plan)
    if user.pk in people:
        return ["您录入或更正过本次抽查的号码，须由没有经手的抽查组织人确认。"]
    if people & set(user.came_from):
        return ["您的账号或岗位由录入或更正号码的人开通，须由其他抽查组织人确认。"]
    return []


def is_recomputed(plan: Plan, but: int | None = None) -> bool:
    """A correction (another than `but`) is confirmed, and the job has not yet made the result of it."""
    counts = plan.state in (DrawState.DRAWN, DrawState.REVEALED)
    rows = plan.corrections.filter(second_at__isnull=False, result=None)
    return counts and (rows if but is None else rows.exclude(pk=but)).exists()


def correction_problems(plan: Plan, row: int | None = None) -> list[str]:
    """Why the numbers of this draw cannot be corrected now (docs/decisions/0023); `row`: by a correction just signed."""
    if plan.state == DrawState.CLOSED:
        return ["抽中的对象都已有结论，号码不能再更正。应查而未查的，请以新方案另行抽查。"]
    if plan.state not in (DrawState.DRAWN, DrawState.REVEALED):
        return [f"抽查方案当前为“{plan.get_state_display()}”，不能更正号码。"]
    if is_recomputed(plan, but=row):
        return ["上一次更正正在重新计算，完成后才能再更正。"]
    if count := len(checks_of(plan).published):
        return [
            f"已有 {count} 户的检查结果公布，号码不能再更正。请作废本次抽查并公开理由，以新方案重新抽取；已公布的结果不变。"
        ]
    return []


def _correct_objections(plan: Plan, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    endorsement: Any = inputs.get("endorsement")
    if problems := unsigned(plan, actor, endorsement, "correct", what="更正"):
        return problems
    return correction_problems(plan, endorsement.pk) + vouching_problems(plan, actor)


def _reveals(plan: Plan, user: Any) -> bool:
    return user is not SYSTEM and organises(plan, user)


RULES: dict[str, Rule] = {
    "commit": Rule("确认并承诺", organises, problems=_commit_problems, objections=_commit_objections),
    "draw": Rule("抽取", _nobody, objections=_draw_objections, by_system=True),
    "reveal": Rule("揭示密值", _reveals, problems=_reveal_problems, note_required=True, by_system=True),
    "disclose": Rule("揭示密值", _reveals, problems=_reveal_problems, note_required=True, by_system=True),
    "close": Rule("办结", _nobody, problems=_close_problems, by_system=True),
    "correct": Rule("更正号码", organises, objections=_correct_objections, note_required=True),
    "void": Rule("作废", organises, objections=by_two("void", what="作废"), note_required=True),
}

"""能否承诺: the lint of trust.md A.6, in words that a planner can act on, with the numbers the page shows.

Everything is computed from the plan as it stands and the directories as they would be frozen now; the second person's
signature runs the same examination again.
"""

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from supervision.directories.models import InspectionItem
from supervision.draws.algorithm.sources import outcomes
from supervision.draws.frozen.comparison import beside_register
from supervision.draws.frozen.material import Material
from supervision.draws.frozen.strata import attribute, values_of
from supervision.draws.plans.feasibility import SHOWN, account_findings, team_findings
from supervision.draws.plans.games import ends_soon, games, issue_of, known_until
from supervision.draws.plans.games import find as find_issue
from supervision.draws.plans.report import Finding, Report, Share
from supervision.draws.states import Mode
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.policies.values import policy, policy_values

if TYPE_CHECKING:
    from supervision.draws.models import DrawPlan


def blocking(report: Report) -> list[str]:
    """The findings that stop a commitment."""
    return [finding.words for finding in report.findings if finding.blocking]


def examine(
    plan: "DrawPlan", material: Material, *, items: list[InspectionItem] | None = None, knows: bool = False
) -> Report:
    """Every finding on the plan over these directories.

    `items`, `knows`: what a planner has chosen and ticked on the page and not saved yet; otherwise what the plan holds.
    """
    report = Report(shares=shares(plan, material))
    report.inspectors = len(material.fit)
    report.leads = sum(person.lead for person in material.fit)
    for _, excluded in material.rows:
        if excluded:
            report.excluded[excluded] = report.excluded.get(excluded, 0) + 1
    report.register = beside_register(plan, material, clock.today())
    report.findings += _basics(plan, report, list(plan.items.all()) if items is None else items)
    report.findings += _register(report)
    report.findings += _strata(plan, material, report)
    report.findings += _sources(plan, report)
    report.findings += _times(plan)
    report.findings += team_findings(plan, material, report, knows=knows)
    report.findings += account_findings(material)
    return report


def shares(plan: "DrawPlan", material: Material) -> list[Share]:
    """The strata of the plan over the directory, as step 1 of the draw will count them."""
    keys = values_of([row for row, _ in material.rows], plan.strata_by, clock.today())
    listed: dict[str, int] = {}
    eligible: dict[str, int] = {}
    for (_, excluded), (key, _) in zip(material.rows, keys, strict=True):
        listed[key] = listed.get(key, 0) + 1
        eligible[key] = eligible.get(key, 0) + (not excluded)
    made = []
    for row in plan.strata:
        pool = eligible.get(row["key"], 0)
        want = max(row["min"], -(-pool * row["num"] // row["den"]))
        taken = min(want, pool)
        made.append(Share(row["key"], row["label"], listed.get(row["key"], 0), pool, taken, want - taken))
    return made


def _basics(plan: "DrawPlan", report: Report, items: list[InspectionItem]) -> list[Finding]:
    found = []
    if not plan.title.strip():
        found.append(Finding("请填写名称。", "title"))
    if not items:
        found.append(Finding("请至少选择一个抽查事项。", "items"))
    today = clock.today()
    unpublished = [item.name for item in items if not _published(item, today)]
    if unpublished:
        found.append(Finding(f"事项没有公布，不能检查：{'、'.join(unpublished)}。请先公布或去掉。", "items"))
    unfit = [item.name for item in items if plan.object_kind not in item.object_kinds]
    if unfit:
        kind = plan.get_object_kind_display()
        found.append(Finding(f"事项不适用于“{kind}”：{'、'.join(unfit)}。请去掉，或改选检查对象。", "items"))
    if report.picks == 0:
        found.append(Finding("按现在的比例抽不到任何对象，请检查地区、分层和比例。", "strata_by"))
    return found


def _register(report: Report) -> list[Finding]:
    """Nobody is left out before the freeze (trust.md A.1, row 4)."""
    found = []
    if missing := report.register.get("missing"):
        words = f"登记在册而不在名录中的有 {len(missing)} 户：{_some(missing)}。"
        found.append(Finding(f"{words}名录每天与登记核对并补上；核对后仍不一致的，请联系系统管理员。"))
    if surplus := report.register.get("surplus"):
        words = f"名录中有 {len(surplus)} 户不在登记中：{_some(surplus)}。公开页面会列出，请核实。"
        found.append(Finding(words, blocking=False))
    return found


def _some(codes: list[str]) -> str:
    return "、".join(codes[:SHOWN]) + (" 等" if len(codes) > SHOWN else "")


def _published(item: Any, day: Any) -> bool:
    since, until = item.published_on, item.withdrawn_on
    return since is not None and since <= day and (until is None or until > day)


def _strata(plan: "DrawPlan", material: Material, report: Report) -> list[Finding]:
    found = []
    chosen = attribute(plan.strata_by)
    if chosen is None:
        return [Finding("请选择按什么分层。", "strata_by")]
    if not chosen.public:
        found.append(
            Finding("分层依据不是公开信息，公布名录会让所有人看到每个对象的类别。请改用公开的属性。", "strata_by")
        )
    known = {row["key"] for row in plan.strata}
    parts = set(values_of([row for row, _ in material.rows], plan.strata_by, clock.today()))
    missing = parts - {(row["key"], row["label"]) for row in plan.strata}
    lost = sorted(label for key, label in missing if key not in known)
    if lost:
        found.append(Finding(f"名录中有方案没有列出的分层：{'、'.join(lost)}。请保存一次，页面会补上。", "strata_by"))
    for row, share in zip(plan.strata, report.shares, strict=True):
        if row["num"] > row["den"]:
            found.append(Finding(f"{share.label}：比例不能超过 100%。", f"percent-{share.key}"))
        if row["min"] == 0 and not row.get("note", "").strip():
            found.append(
                Finding(f"{share.label}：至少抽取 0 户可能一户也抽不到，请写明理由，或改为 1 户。", f"note-{share.key}")
            )
        if share.short:
            there = (
                f"只有 {share.eligible} 户可抽，比要求的少 {share.short} 户，将全部抽取"
                if share.eligible
                else "没有可抽的对象"
            )
            words = f"{share.label}：{there}。"
            found.append(Finding(words, f"min-{share.key}", blocking=False))
    return found


def _sources(plan: "DrawPlan", report: Report) -> list[Finding]:
    found = []
    least = int(policy("draw.least_bits"))
    report.bits = sum(math.log2(outcomes(row["fmt"])) for row in plan.sources)
    if report.bits < least:
        found.append(
            Finding(
                f"随机数共 {math.floor(report.bits)} 比特，少于 {least} 比特：有人可以事先试算很多遍。请换用或加上“福彩快乐8”。",
                "source_1",
            )
        )
    if plan.mode == Mode.DICE:
        return found
    for row in plan.sources:
        issue = find_issue(row["id"], issue_of(row))
        if issue is None:
            until = moments.long_day(known_until())
            found.append(
                Finding(
                    f"开奖日历中没有“{row['event']}”。日历只到{until}，请选择日历内的一期，或改用现场掷骰；之后的休市日期请系统管理员在“政策参数”中补充。",
                    "source_1",
                )
            )
        elif issue.at <= clock.now():
            found.append(Finding(f"“{row['event']}”已经开奖，不能用已知的号码抽取。请选择将来的一期。", "source_1"))
    if ends_soon(clock.today()):
        found.append(Finding(_calendar_ends(), "source_1", blocking=False))
    operators = {games()[row["id"]].operator for row in plan.sources if row["id"] in games()}
    if len(operators) < 2:
        found.append(Finding("只用了一家机构的号码；两家不相干的机构更可信。", "source_2", blocking=False))
    return found


def _calendar_ends() -> str:
    until = moments.long_day(known_until())
    return f"开奖日历只到{until}，之后的期次不能选用。请系统管理员在“政策参数”中补充新一年的休市日期；来不及时可用现场掷骰。"


def _times(plan: "DrawPlan") -> list[Finding]:
    found = []
    values = policy_values(["draw.notice_hours", "spotcheck.publish_days"])
    now = clock.now()
    if plan.mode == Mode.LOTTERY and plan.seed_after is not None:
        hours = int(values["draw.notice_hours"])
        if plan.seed_after < now + timedelta(hours=hours):
            when = moments.numeric_moment(plan.seed_after)
            found.append(Finding(f"号码在 {when} 产生，距现在不足 {hours} 小时。请选择更晚的一期。", "source_1"))
    if plan.draw_by is None:
        found.append(Finding("请填写最迟抽取日。", "draw_by"))
    elif plan.draw_by <= (plan.seed_after or now):
        found.append(Finding("最迟抽取日须在随机数产生之后。", "draw_by"))
    if plan.visits_since is None or plan.visits_until is None:
        found.append(Finding("请填写检查期：检查人员是否可用按检查期计算。", "visits_since"))
        return found
    if plan.draw_by is not None and plan.visits_until < clock.in_beijing(plan.draw_by):
        found.append(Finding("检查期止不能早于最迟抽取日。", "visits_until"))
    if plan.sealed:
        limit = add_working_days(plan.visits_until, int(values["spotcheck.publish_days"])).date
        if plan.reveal_by is None:
            found.append(Finding("请填写最迟揭示日。", "reveal_by"))
        elif clock.in_beijing(plan.reveal_by - timedelta(seconds=1)) > limit:
            found.append(Finding(f"结果最迟在{moments.long_day(limit)}公布，揭示日不能更晚。", "reveal_by"))
        elif plan.draw_by is not None and plan.reveal_by < plan.draw_by:
            found.append(Finding("揭示日不能早于抽取日。", "reveal_by"))
    return found

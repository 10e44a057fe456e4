"""Who may take a sample how far (产品质量法 art. 15: fifteen days to ask for a retest)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from supervision.inspections.holder import holder_of
from supervision.inspections.rules import in_team, oversees
from supervision.inspections.samples.states import Verdict
from supervision.inspections.states import TaskState
from tianfu.accounts.access.separation import made_by_problems
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.models.aggregate import Rule


class Taken(Protocol):
    """What the rules ask of a sample."""

    task: Any
    state: Any
    retest_until: Any
    tests: Any

    def current_test(self) -> Any: ...


def _team(sample: Taken, user: Any) -> bool:
    return in_team(sample.task, user)


def _organiser(sample: Taken, user: Any) -> bool:
    return oversees(sample.task, user)


def _holder(sample: Taken, user: Any) -> bool:
    holder = holder_of(sample.task)
    return holder is not None and user.can(holder, "sign")


def _nobody(sample: Taken, user: Any) -> bool:
    return False


def _under_way(sample: Taken) -> list[str]:
    """The record stands and the conclusion is not drawn yet."""
    if sample.task.state == TaskState.VISITED:
        return []
    if sample.task.state in (TaskState.ASSIGNED, TaskState.NOTIFIED):
        return ["请先提交现场记录。"]
    return [f"检查任务当前为“{sample.task.get_state_display()}”，不能再办理检验。"]


def _laboratory_objections(sample: Taken, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    name = str(inputs.get("laboratory", "")).strip()
    if not name or not str(inputs.get("accreditation", "")).strip():
        return ["请填写检验机构的名称和资质认定编号。"]
    first = sample.tests.filter(retest=False).first()
    if first is not None and (name == first.laboratory or inputs["accreditation"].strip() == first.accreditation):
        return ["复检须由另一家检验机构进行。"]
    return []


def _report_objections(sample: Taken, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    test, day = sample.current_test(), inputs.get("reported_on")
    problems = [] if inputs.get("verdict") in Verdict.values else ["请选择检验结论。"]
    problems += [] if str(inputs.get("report_number", "")).strip() else ["请填写检验报告编号。"]
    problems += [] if inputs.get("report") is not None else ["请上传检验报告。"]
    if not isinstance(day, date) or day > clock.today() or test is None or day < test.sent_on:
        problems.append("报告日期应在送检之后，且不晚于今天。")
    return problems


def _second_objections(sample: Taken, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    test = sample.current_test()
    by = test.reported_by_id if test is not None else None
    if by == actor.pk:
        return ["检验结果由您录入，须由另一人复核。"]
    return made_by_problems(actor, by) if by is not None else []


def _settle_problems(sample: Taken) -> list[str]:
    test = sample.current_test()
    if test is None or test.verdict == Verdict.PASS:
        return []
    if sample.retest_until is not None and clock.today() <= sample.retest_until:
        return [f"复检申请期至 {moments.full_day(sample.retest_until)}。"]
    return []


def asking_problems(sample: Taken) -> list[str]:
    """Why no retest can be asked for now."""
    if sample.retest_until is None or sample.state != "told":
        return ["现在没有可以申请复检的检验结果。"]
    return ["申请复检的期限已过。"] if clock.today() > sample.retest_until else []


def _refuse_objections(sample: Taken, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
    test = sample.current_test()
    if test is not None and actor.pk in (test.confirmed_by_id, test.reported_by_id):
        return ["您办理过第一次检验的结果，是否不予复检须由另一位抽查组织人决定。"]
    return []


RULES: dict[str, Rule] = {
    "send": Rule("送检", _team, problems=_under_way, objections=_laboratory_objections),
    "report": Rule("录入检验报告", _team, problems=_under_way, objections=_report_objections),
    "send_back": Rule("退回检验结果", _organiser, problems=_under_way, note_required=True),
    "confirm": Rule("复核检验结果", _organiser, problems=_under_way, objections=_second_objections),
    "settle": Rule("检验结果生效", _nobody, problems=_settle_problems, by_system=True),
    "ask": Rule("申请复检", _holder, problems=asking_problems, note_required=True),
    "order": Rule("安排复检", _organiser, problems=_under_way, objections=_laboratory_objections),
    "refuse": Rule(
        "不予复检", _organiser, problems=_under_way, objections=_refuse_objections, note_required=True
    ),
    "report_again": Rule("录入复检报告", _team, problems=_under_way, objections=_report_objections),
    "send_again_back": Rule("退回复检结果", _organiser, problems=_under_way, note_required=True),
    "confirm_again": Rule("复核复检结果", _organiser, problems=_under_way, objections=_second_objections),
}  # fmt: skip

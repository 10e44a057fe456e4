"""Where a check stands, in one sentence: what is, and what comes next, with its clock."""

from supervision.inspections.consequences.rectifications import is_late
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.recheck_signatures import waiting_recheck
from supervision.inspections.samples.states import SampleState
from supervision.inspections.states import TaskState
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import count_working_days

S = TaskState
EDITABLE = (S.ASSIGNED, S.NOTIFIED)


def where_it_stands(task: InspectionTask) -> str:
    """One sentence: what is, and what comes next, with its clock."""
    today, due = clock.today(), task.publish_by
    if task.state in EDITABLE:
        last = moments.full_day(task.due_on)
        return f"检查期已过（{last}），请尽快检查。" if task.due_on < today else f"等检查组现场检查，检查期至 {last}。"
    if due is not None and task.state in (S.CONCLUDED, S.REVIEWED):
        next_step = "结论等另一人复核" if task.state == S.CONCLUDED else "结论已复核，等公布"
        if due < today:
            return f"逾期未公布：应在 {moments.full_day(due)} 前公布，公开页面已显示逾期。"
        return f"{next_step}；应在 {moments.full_day(due)} 前公布，还剩 {count_working_days(today, due)} 个工作日。"
    words = {
        S.VISITED: _after_visit(task),
        S.RECTIFYING: _rectifying_words(task),
        S.REINSPECTED: "复查不合格，等抽查组织人处理。",
        S.STOPPED: "抽查已作废，检查已停止。",
        S.CLOSED: "已办结。",
    }
    return words.get(TaskState(task.state), f"{task.get_state_display()}。")


def _rectifying_words(task: InspectionTask) -> str:
    if waiting_recheck(task) is not None:
        return "复查记录已登记，等检查组的另一人签名。"
    last, due = task.reports.last(), moments.full_day(task.rectify_by) if task.rectify_by else ""
    late = is_late(task)
    if last is not None and last.accepted is None:
        return f"整改报告已提交（整改期限 {due}），等检查组或抽查组织人审阅。"
    if last is not None and last.accepted:
        day = moments.full_day(last.reinspect_by)
        return f"整改报告已接受，复查期限 {day}{' 已过，请尽快复查' if late else '，等检查组复查'}。"
    if late:
        return f"整改逾期：期限 {due} 已过，没有可接受的整改报告，请检查组复查。"
    return f"结果已公布，整改期限 {due}，等被检查单位提交整改报告。"


def _after_visit(task: InspectionTask) -> str:
    """What the conclusion waits for: a report by its day, an answer within the term for a retest, or the team."""
    if waiting_recheck(task) is not None:
        return "核实记录已登记，等检查组的另一人签名，签名后作出结论。"
    open_samples = task.samples.exclude(state=SampleState.FINAL)
    if not open_samples:
        return "现场记录已提交，等检查组作出结论。"
    told = max((row.retest_until for row in open_samples if row.state == SampleState.TOLD), default=None)
    if told is not None and all(row.state == SampleState.TOLD for row in open_samples):
        return f"检验结果已告知企业，复检申请期至 {moments.full_day(told)}，期满后由检查组作出结论。"
    tests = [row.current_test() for row in open_samples if row.state in (SampleState.TESTING, SampleState.RETESTING)]
    due = max((test.due_on for test in tests if test is not None), default=None)
    if due is None:
        return "已抽样，等送检或复核检验结果；结果生效后由检查组作出结论。"
    late = "检验报告已过期限" if due < clock.today() else "检验中，报告最迟"
    return f"{late} {moments.full_day(due)}；结果生效后由检查组作出结论。"

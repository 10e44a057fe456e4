"""The lists of checks, and the page of one: where it stands and what this person may do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from supervision.inspections.consequences.rectifications import is_late
from supervision.inspections.console.panels import NAMED_TO, consequences
from supervision.inspections.models import FieldRecord, InspectionTask
from supervision.inspections.records.paper import assent_problems
from supervision.inspections.records.rechecks import recheck_problems
from supervision.inspections.records.usages import usages_of
from supervision.inspections.results.conclusions import conclusion_facts
from supervision.inspections.results.objections import judges
from supervision.inspections.rules import in_team, oversees, record_problems
from supervision.inspections.samples.states import SampleState
from supervision.inspections.states import Answer, TaskState
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import page_links
from tianfu.ledger.audit.trace import viewed
from tianfu.text import moments, parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import count_working_days
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import stamp

READERS = roles(*NAMED_TO, Role.OPERATOR_OFFICER)
INSPECTORS = roles(Role.INSPECTOR)
ORGANISERS = roles(Role.SPOTCHECK_MANAGER)
PAGE = 30
S = TaskState
TABS = (
    ("open", "检查中", (S.ASSIGNED, S.NOTIFIED, S.VISITED)),
    ("result", "待复核和公布", (S.CONCLUDED, S.REVIEWED)),
    ("after", "整改", (S.PUBLISHED, S.RECTIFYING, S.REINSPECTED)),
    ("done", "已办结或停止", (S.CLOSED, S.STOPPED)),
)
EDITABLE = (S.ASSIGNED, S.NOTIFIED)


def task_on_console(request: HttpRequest, pk: int) -> InspectionTask:
    """The task, or 404: another team's and another prefecture's does not exist for this person."""
    rows = InspectionTask.objects.filter(pk__in=InspectionTask.objects.on_console_for(request.user).values("pk"))
    related = (
        "plan",
        "pick",
        "object__region",
        "object__authorization",
        "record",
        "concluded_by",
        "reviewed_by",
        "opened_by",
        "seconded_by",
    )
    return get_object_or_404(rows.select_related(*related), pk=pk)


@requires(READERS)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    """By what comes next; an inspector sees the tasks of his own teams only."""
    tab = parameters.choice(request.GET, "tab", [key for key, _, _ in TABS], "open")
    states = next(found for key, _, found in TABS if key == tab)
    rows = InspectionTask.objects.filter(
        pk__in=InspectionTask.objects.on_console_for(request.user).values("pk"), state__in=states
    ).select_related("plan", "pick", "object__region")
    order = ("-pk",) if tab == "done" else ("due_on", "pk")
    shown = Paginator(rows.order_by(*order), PAGE).get_page(parameters.page(request.GET))
    here = reverse("console:inspections")
    tabs = [
        {"label": label, "url": f"{here}?tab={key}", "current": key == tab, "count": "", "urgent": False}
        for key, label, _ in TABS
    ]
    context = {
        "title": "检查任务",
        "rows": shown.object_list,
        "tabs": tabs,
        "today": clock.today(),
        **page_links(here, shown, {"tab": tab}),
    }
    return page(request, "supervision/inspections/list.html", context)


@requires(READERS)
@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, task_on_console(request, pk))


def show(
    request: HttpRequest, task: InspectionTask, *, refused: list[str] | None = None, note: str = "", status: int = 200
) -> HttpResponse:
    """What stands, who acts next, and the buttons of this person. `note`: what was typed when an act was refused."""
    record = getattr(task, "record", None)
    team, manages = in_team(task, request.user), oversees(task, request.user)
    context: dict[str, Any] = {
        "title": str(task),
        "task": task,
        "record": record,
        "where": where_it_stands(task),
        "late": task.publication_overdue() or is_late(task),
        "usages": usages_of(task.object),
        "members": task.members.select_related("inspector__unit"),
        "answers": answer_rows(task),
        "findings": task.findings.filter(taken_back_at=None).select_related("item", "made_by"),
        **_both_sides(task, request.user),
        "photos": task.photos.filter(taken_back_at=None).select_related("file"),
        "events": _events(task),
        "in_team": team,
        "oversees": manages,
        "editable": team and task.state in EDITABLE,
        "missing": record_problems(task) if team and task.state in EDITABLE else [],
        "may_conclude": team and task.state == S.VISITED,
        "may_review": manages and task.state == S.CONCLUDED and task.concluded_by_id != request.user.pk,
        "may_publish": manages and task.state == S.REVIEWED,
        "may_close": manages and task.state == S.REINSPECTED,
        "may_reinspect": team and task.state == S.RECTIFYING,
        "shown": stamp(conclusion_facts(task)) if task.state == S.CONCLUDED else "",
        "objections": task.objections.select_related("filed_by", "decided_by"),
        "may_decide": manages and request.user.pk not in judges(task),
        "refused": refused or [],
        "note": note,
        "today": clock.today(),
        **consequences(request, task),
    }
    if not context["names"]:
        context["events"] = [{**row, "who": "工作人员"} for row in context["events"]]
    else:
        _trace(request, task, record)
    return page(request, "supervision/inspections/task.html", context, status)


def _events(task: InspectionTask) -> list[dict[str, Any]]:
    """The passages of the check, newest first."""
    return [
        {"at": row.at, "who": str(row.actor or "系统"), "what": task.rule(row.transition).label, "note": row.note}
        for row in task.changes.select_related("actor").order_by("-revision")
    ]


def _trace(request: HttpRequest, task: InspectionTask, record: FieldRecord | None) -> None:
    """Who received, signed or witnessed the visit, or sealed a sample, is read here."""
    shown = [name for name in ("met", "signatory", "witnesses") if getattr(record, name, "")]
    if shown or task.samples.exists():
        viewed(request, task, *shown, *(["sealer"] if task.samples.exists() else []))


def _rectifying_words(task: InspectionTask) -> str:
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


def _both_sides(task: InspectionTask, user: Any) -> dict[str, Any]:
    """Who signed the record, its paper, and what was taken away for a test."""
    record = getattr(task, "record", None)
    return {
        "samples": task.samples.all(),
        "assents": record.assents.select_related("inspector") if record is not None else [],
        "may_assent": in_team(task, user) and not assent_problems(task, user),
        "record_paper": getattr(task, "record_paper", None),
        "rechecks": task.rechecks.select_related("made_by"),
        "may_recheck": in_team(task, user) and not recheck_problems(task),
    }


def answer_rows(task: InspectionTask) -> list[dict[str, str]]:
    """Each item with its answer in words."""
    answers, rows = task.answers, []
    for item in task.items.order_by("code"):
        one = answers.get(str(item.pk), {})
        word = dict(Answer.choices).get(one.get("answer", ""), "未填写")
        rows.append({"name": item.name, "answer": str(word), "note": one.get("note", "")})
    return rows


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


def _after_visit(task: InspectionTask) -> str:
    """What the conclusion waits for: a report by its day, an answer within the term for a retest, or the team."""
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


def act_on(request: HttpRequest, task: InspectionTask, act: Callable[[], object], words: str) -> HttpResponse:
    """Do a posted act and go back to the page of the check, or show there why not, with what was typed."""
    try:
        act()
    except NotPossible as refusal:
        typed = parameters.passage(request.POST, "note") or parameters.passage(request.POST, "answer")
        return show(request, task_on_console(request, task.pk), refused=refusal.problems, note=typed, status=422)
    messages.success(request, words)
    return redirect("console:inspection", pk=task.pk)

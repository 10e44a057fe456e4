"""The lists of checks, and the page of one: where it stands and what this person may do."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from supervision.inspections.consequences.rectifications import is_late
from supervision.inspections.console.panels import NAMED_TO, consequences, recheck_panel
from supervision.inspections.console.standing import EDITABLE, where_it_stands
from supervision.inspections.models import FieldRecord, InspectionTask
from supervision.inspections.records.paper import assent_problems
from supervision.inspections.records.recheck_signatures import waiting_recheck
from supervision.inspections.records.rechecks import recheck_problems
from supervision.inspections.records.usages import usages_of
from supervision.inspections.results.conclusions import conclusion_facts
from supervision.inspections.results.objections import judges
from supervision.inspections.rules import in_team, oversees, record_problems
from supervision.inspections.states import Answer, TaskState
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.inbox.page_links import paged
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
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
    here = reverse("console:inspections")
    tabs = [
        {"label": label, "url": f"{here}?tab={key}", "current": key == tab, "count": "", "urgent": False}
        for key, label, _ in TABS
    ]
    context = {
        "title": "检查任务",
        "tabs": tabs,
        "today": clock.today(),
        **paged(request, rows.order_by(*order), {"tab": tab}, PAGE),
    }
    return page(request, "supervision/inspections/console/list.html", context)


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
        "events": passages_of(task),
        "in_team": team,
        "oversees": manages,
        "editable": team and task.state in EDITABLE,
        "missing": record_problems(task) if team and task.state in EDITABLE else [],
        "may_conclude": team and task.state == S.VISITED,
        "may_review": manages and task.state == S.CONCLUDED and task.concluded_by_id != request.user.pk,
        "may_publish": manages and task.state == S.REVIEWED,
        "may_close": manages and task.state == S.REINSPECTED,
        "may_reinspect": team and task.state == S.RECTIFYING and waiting_recheck(task) is None,
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
    return page(request, "supervision/inspections/console/task.html", context, status)


def _trace(request: HttpRequest, task: InspectionTask, record: FieldRecord | None) -> None:
    """Who received, signed or witnessed the visit, or sealed a sample, is read here."""
    shown = [name for name in ("met", "signatory", "witnesses") if getattr(record, name, "")]
    if "signatory" not in shown and task.rechecks.exclude(signatory="").exists():
        shown.append("signatory")
    if shown or task.samples.exists():
        viewed(request, task, *shown, *(["sealer"] if task.samples.exists() else []))


def _both_sides(task: InspectionTask, user: Any) -> dict[str, Any]:
    """Who signed the record, its paper, and what was taken away for a test."""
    record = getattr(task, "record", None)
    return {
        "samples": task.samples.all(),
        "assents": record.assents.select_related("inspector") if record is not None else [],
        "may_assent": in_team(task, user) and not assent_problems(task, user),
        "record_paper": getattr(task, "record_paper", None),
        "rechecks": task.rechecks.in_force().select_related("first_by", "second_by", "record_paper__paper__file"),
        "may_recheck": in_team(task, user) and not recheck_problems(task),
        **recheck_panel(task, user),
    }


def answer_rows(task: InspectionTask) -> list[dict[str, str]]:
    """Each item with its answer in words."""
    answers, rows = task.answers, []
    for item in task.items.order_by("code"):
        one = answers.get(str(item.pk), {})
        word = dict(Answer.choices).get(one.get("answer", ""), "未填写")
        rows.append({"name": item.name, "answer": str(word), "note": one.get("note", "")})
    return rows


def act_on(request: HttpRequest, task: InspectionTask, act: Callable[[], object], words: str) -> HttpResponse:
    """Do a posted act and go back to the page of the check, or show there why not, with what was typed."""
    try:
        act()
    except NotPossible as refusal:
        typed = parameters.passage(request.POST, "note") or parameters.passage(request.POST, "answer")
        return show(request, task_on_console(request, task.pk), refused=refusal.problems, note=typed, status=422)
    messages.success(request, words)
    return redirect("console:inspection", pk=task.pk)

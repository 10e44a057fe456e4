"""Samples on the console: taken on the field form, then one page for each with what this person may do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supervision.inspections.console.evidence import refused, taken, tried
from supervision.inspections.console.panels import NAMED_TO
from supervision.inspections.console.tasks import INSPECTORS, ORGANISERS, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.rules import in_team, oversees
from supervision.inspections.samples.acts import (
    FIELDS,
    confirm,
    order_retest,
    refuse_retest,
    report,
    send,
    send_back,
    take,
    test_facts,
)
from supervision.inspections.samples.console.forms import LaboratoryForm, ReportForm
from supervision.inspections.samples.models import Sample
from supervision.inspections.samples.states import SampleState
from supervision.inspections.states import TaskState
from tianfu.accounts.access.rules import requires, roles
from tianfu.ledger.audit.trace import viewed
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import stamp

S = SampleState
TO_REPORT, TO_CONFIRM = (S.TESTING, S.RETESTING), (S.REPORTED, S.RETESTED)


@requires(INSPECTORS)
@require_POST
def samples_take(request: HttpRequest, pk: int) -> HttpResponse:
    """The 抽样单, from the field form; sent again under its key it is the same one."""
    task = task_on_console(request, pk)
    values = {name: parameters.word(request.POST, name, 200) for name in FIELDS}
    item = task.items.filter(pk=parameters.whole(request.POST, "item")).first()
    key = parameters.unique(parameters.token(request.POST, "key"))
    problems, status = tried(lambda: take(task, item, values, request.user, key=key), "")
    if problems:
        return refused(request, pk, "sample", problems, status=status, typed=values)
    return taken(request, pk, "抽样单已登记。")


def sample_on_console(request: HttpRequest, pk: int) -> Sample:
    """404 for whom the check does not exist."""
    tasks = InspectionTask.objects.on_console_for(request.user).values("pk")
    return get_object_or_404(
        Sample.objects.filter(task__in=tasks).select_related("task__object__region", "item", "taken_by"), pk=pk
    )


@requires(roles(*NAMED_TO))
@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, sample_on_console(request, pk))


def show(
    request: HttpRequest,
    row: Sample,
    *,
    form: forms.Form | None = None,
    problems: list[str] | None = None,
    note: str = "",
) -> HttpResponse:
    task, test = row.task, row.current_test()
    viewed(request, row, "sealer")
    live = task.state == TaskState.VISITED
    team, manages = live and in_team(task, request.user), live and oversees(task, request.user)
    bare: forms.Form | None = None
    if (team and row.state == S.TAKEN) or (manages and row.state == S.ASKED):
        bare = LaboratoryForm()
    elif team and row.state in TO_REPORT:
        bare = ReportForm()
    context: dict[str, Any] = {
        "title": str(row),
        "row": row,
        "tests": list(row.tests.select_related("report", "reported_by", "confirmed_by")),
        "asked": row.changes.filter(transition="ask").first(),
        "events": passages_of(row),
        "form": form or bare,
        "reporting": row.state in TO_REPORT,
        "may_confirm": manages
        and row.state in TO_CONFIRM
        and test is not None
        and test.reported_by_id != request.user.pk,
        "may_refuse": manages and row.state == S.ASKED,
        "shown": stamp(test_facts(row)) if row.state in TO_CONFIRM else "",
        "refused": problems or [],
        "note": note,
    }
    status = 422 if problems or (form is not None and form.errors) else 200
    return page(request, "supervision/inspections/samples/console/sample.html", context, status)


def _act(request: HttpRequest, row: Sample, act: Callable[[], object], words: str) -> HttpResponse:
    try:
        act()
    except NotPossible as refusal:
        note = parameters.passage(request.POST, "note")
        return show(request, sample_on_console(request, row.pk), problems=refusal.problems, note=note)
    messages.success(request, words)
    return redirect("console:sample", pk=row.pk)


@requires(INSPECTORS | ORGANISERS)
@require_http_methods(["POST"])
def sample_laboratory(request: HttpRequest, pk: int) -> HttpResponse:
    """The team sends it, an organiser orders the retest."""
    row, form = sample_on_console(request, pk), LaboratoryForm(request.POST)
    if not form.is_valid():
        return show(request, row, form=form)
    act = order_retest if row.state == S.ASKED else send
    return _filled(
        request, row, form, lambda: act(row, user=request.user, seen=seen(request), **form.cleaned_data), "已登记送检。"
    )


def _filled(request: HttpRequest, row: Sample, form: forms.Form, act: Callable[[], object], words: str) -> HttpResponse:
    """What was typed stays in the form when the act is refused."""
    try:
        act()
    except NotPossible as refusal:
        add_refusal(form, refusal)
        return show(request, sample_on_console(request, row.pk), form=form, problems=refusal.problems)
    except ValidationError as error:
        form.add_error("upload", error)
        return show(request, sample_on_console(request, row.pk), form=form)
    messages.success(request, words)
    return redirect("console:sample", pk=row.pk)


@requires(INSPECTORS, files=True)
@require_http_methods(["POST"])
def sample_report(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = sample_on_console(request, pk), ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, row, form=form)
    return _filled(
        request, row, form,
        lambda: report(row, user=request.user, seen=seen(request), **form.cleaned_data),
        "检验结果已录入，等另一人复核。",
    )  # fmt: skip


@requires(ORGANISERS)
@require_POST
def sample_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or send back with a reason."""
    row = sample_on_console(request, pk)
    revision, note = seen(request), parameters.passage(request.POST, "note")
    if parameters.token(request.POST, "act") == "send_back":
        return _act(
            request, row, lambda: send_back(row, user=request.user, seen=revision, note=note), "检验结果已退回。"
        )
    shown = read_stamp(request)
    return _act(
        request,
        row,
        lambda: confirm(row, user=request.user, seen=revision, shown=shown),
        "检验结果已复核，并告知企业。",
    )


@requires(ORGANISERS)
@require_POST
def sample_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    row = sample_on_console(request, pk)
    revision, note = seen(request), parameters.passage(request.POST, "note")
    return _act(
        request, row, lambda: refuse_retest(row, user=request.user, seen=revision, note=note), "已答复企业，不予复检。"
    )

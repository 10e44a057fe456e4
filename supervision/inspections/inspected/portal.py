"""What the inspected side sees of its own checks, where it objects and reports. No inspector's name, no photo."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from supervision.inspections.consequences.forms import ReportForm
from supervision.inspections.consequences.rectifications import (
    file_report,
    is_unreported,
    order_facts,
    reporting_problems,
)
from supervision.inspections.holder import holder_of
from supervision.inspections.inspected.own import told_to
from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.results.item_outcomes import item_outcomes
from supervision.inspections.results.objections import object_to, objecting_problems
from supervision.inspections.results.published import after_words, correction_words
from supervision.inspections.states import RecheckAct, TaskState
from tianfu.accounts.access.rules import SIGNED_IN, requires
from tianfu.inbox.page_links import paged
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.refused_form import refused_on
from tianfu.workflow.signatures.shown import stamp

PAGE = 30


@requires(SIGNED_IN)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    context = {"today": clock.today(), **paged(request, told_to(request.user).order_by("-pk"), size=PAGE)}
    return render(request, "supervision/inspections/inspected/portal/list.html", context)


def _rechecks(task: InspectionTask) -> list[Recheck]:
    """Signed by two, each with its paper: 核实 once a conclusion rests on it, 复查 at once."""
    rows = task.rechecks.in_force().select_related("record_paper__paper__file")
    return [row for row in rows if task.reviewed_at or row.act == RecheckAct.REINSPECT]


@requires(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One check; POST objects to its conclusion."""
    task, refused, text = get_object_or_404(told_to(request.user), pk=pk), [], ""
    if request.method == "POST":
        text = parameters.passage(request.POST, "text")
        try:
            object_to(task, user=request.user, text=text)
        except NotPossible as refusal:
            refused = refusal.problems
        else:
            messages.success(request, "异议已提出，处理后告知您。")
            return redirect("portal:inspection", pk=pk)
    holder, rectifying = holder_of(task), task.state == TaskState.RECTIFYING
    context = {
        "organisation": holder,
        "task": task,
        "items": task.items.order_by("code"),
        "findings": task.findings.filter(taken_back_at=None).select_related("item") if task.reviewed_at else [],
        "outcomes": item_outcomes(task) if task.reviewed_at else [],
        "samples": task.samples.all() if task.visited_on else [],
        "after": after_words(task) if task.published_at else "",
        "corrected": correction_words(task),
        "objections": task.objections.all(),
        "rechecks": _rechecks(task),
        "reports": task.reports.prefetch_related("files__file"),
        "rectifying": rectifying,
        "late": is_unreported(task),
        "may_report": rectifying and not reporting_problems(task),
        "may_object": not objecting_problems(task),
        "may_sign": holder is not None and request.user.can(holder, "sign"),  # type: ignore[union-attr]
        "refused": refused,
        "text": text,
    }
    return render(
        request, "supervision/inspections/inspected/portal/task.html", context, status=422 if refused else 200
    )


@requires(SIGNED_IN, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def rectification(request: HttpRequest, pk: int) -> HttpResponse:
    """整改报告 upon what was found; what was typed stays when it is refused, files are chosen anew."""
    task = get_object_or_404(told_to(request.user), pk=pk)
    holder, here = holder_of(task), reverse("portal:inspection", args=[pk])
    form = ReportForm(request.POST or None, request.FILES or None, megabytes=most_megabytes())
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = form.cleaned_data
            shown = read_stamp(request)
            file_report(task, user=request.user, text=data["text"], uploads=data["files"], shown=shown)
            messages.success(request, "整改报告已提交，审阅结果会通知您。")
            return here

        with refused_on(form):
            return once(request, act)
    elif request.method != "POST" and reporting_problems(task):
        messages.info(request, reporting_problems(task)[0])
        return redirect(here)
    context = {
        "organisation": holder,
        "task": task,
        "findings": task.findings.filter(taken_back_at=None).select_related("item"),
        "late": is_unreported(task),
        "last": task.reports.last(),
        "form": form,
        "shown": stamp(order_facts(task)),
        "may_sign": holder is not None and request.user.can(holder, "sign"),  # type: ignore[union-attr]
        "once": new_key(),
    }
    return render(
        request, "supervision/inspections/inspected/portal/report.html", context, status=422 if form.errors else 200
    )


urlpatterns = [
    path("inspections/", inspections, name="inspections"),
    path("inspections/<int:pk>/", inspection, name="inspection"),
    path("inspections/<int:pk>/rectification/", rectification, name="rectification"),
]

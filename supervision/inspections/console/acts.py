"""The acts on a check after the field form: file, conclude, review, publish, close."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_fsm import can_proceed

from supervision.directories.console.pages import decide
from supervision.inspections.console.forms import ConclusionForm
from supervision.inspections.console.tasks import INSPECTORS, ORGANISERS, act_on, task_on_console
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import file_record
from supervision.inspections.results.conclusions import close, conclude, latest_limit, publish, review, send_back
from supervision.inspections.results.objections import decide_objection
from tianfu.accounts.access.rules import requires
from tianfu.text import moments, parameters
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal


@requires(INSPECTORS)
@require_POST
def inspection_file(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_on_console(request, pk)
    revision = seen(request)
    return act_on(
        request,
        task,
        lambda: file_record(task, user=request.user, seen=revision),
        "现场记录已提交，不能再修改。请作出检查结论。",
    )


@requires(INSPECTORS)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_on_console(request, pk)
    # Whoever opens the form of a step that the check does not stand at; what was typed is never lost.
    if request.method != "POST" and not can_proceed(task.conclude, check_conditions=False):
        messages.warning(request, f"这项检查现为“{task.get_state_display()}”，不能作出结论。")
        return redirect("console:inspection", pk=task.pk)
    form, back = ConclusionForm(request.POST or None), reverse("console:inspection", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            conclude(task, user=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "结论已提交，等另一人复核。")
            return redirect(back)
    form.fields["rectify_by"].help_text = f"责令改正的必须填写，{moments.full_day(latest_limit())} 以前。"
    return decide(
        request, title=f"检查结论：{task}", button="提交结论", back=back, form=form,
        hidden=[("seen", str(task.revision))],
        consequences={
            "what": "结论由另一人复核后公布；复核人可以退回。",
            "told": "公布时告知被检查对象。",
            "public": "公开检查对象、检查日期、检查结果和逐项结果；检查人员姓名、照片和问题详情不公开。",
        },
    )  # fmt: skip


@requires(ORGANISERS)
@require_POST
def inspection_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or send back with a reason."""
    task = task_on_console(request, pk)
    revision, note = seen(request), parameters.passage(request.POST, "note")
    if parameters.token(request.POST, "act") == "send_back":
        return act_on(
            request,
            task,
            lambda: send_back(task, user=request.user, seen=revision, note=note),
            "结论已退回检查组。",
        )
    shown = read_stamp(request)
    return act_on(
        request,
        task,
        lambda: review(task, user=request.user, seen=revision, shown=shown, note=note),
        "结论已复核，请在期限内公布。",
    )


def _decided(task: InspectionTask, upheld: bool) -> str:
    if task.published_at is not None:
        return "异议成立，请由两位抽查组织人再次更正。" if upheld else "异议不成立，更正后的结果不变。"
    return "异议成立，检查组将重新作出结论。" if upheld else "异议不成立，可以公布结果。"


@requires(ORGANISERS)
@require_POST
def objection_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Right: the team concludes anew; not right: the result may be published."""
    task = task_on_console(request, pk)
    objection = get_object_or_404(task.objections, pk=item)
    upheld, answer = parameters.token(request.POST, "act") == "uphold", parameters.passage(request.POST, "answer")
    return act_on(
        request,
        task,
        lambda: decide_objection(objection, user=request.user, upheld=upheld, answer=answer),
        _decided(task, upheld),
    )


@requires(ORGANISERS)
@require_POST
def inspection_publish(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_on_console(request, pk)
    revision = seen(request)
    return act_on(
        request, task, lambda: publish(task, user=request.user, seen=revision), "检查结果已公布，并告知被检查对象。"
    )


@requires(ORGANISERS)
@require_POST
def inspection_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Not put right: the organiser writes what follows."""
    task = task_on_console(request, pk)
    revision, note = seen(request), parameters.passage(request.POST, "note")
    return act_on(request, task, lambda: close(task, user=request.user, seen=revision, note=note), "检查已办结。")

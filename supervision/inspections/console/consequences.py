"""The acts after a published result: answer a report, correct the result, propose 暂停 or 撤销 or leave it."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from certification.authorizations.desk.access import OPERATORS
from certification.authorizations.sanctions.answers.acts import ACTS
from certification.authorizations.sanctions.answers.console import leave_page, proposal_page
from certification.authorizations.states import Act
from supervision.directories.console.pages import decide
from supervision.inspections.consequences.rectifications import answer_report
from supervision.inspections.consequences.sanctions import (
    leave_be,
    opening_words,
    propose_sanction,
    ref,
    sanction_problems,
)
from supervision.inspections.console.forms import CorrectionForm
from supervision.inspections.console.tasks import ORGANISERS, act_on, show, task_on_console
from supervision.inspections.results.corrections import confirm_correction, drop_correction, propose_correction
from tianfu.accounts.access.rules import requires, roles
from tianfu.accounts.roles import Role
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal

READERS_OF_REPORTS = roles(Role.INSPECTOR, Role.SPOTCHECK_MANAGER)


@requires(READERS_OF_REPORTS)
@require_POST
def report_answer(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Accept, which orders the reinspection, or return with a reason."""
    task = task_on_console(request, pk)
    report = get_object_or_404(task.reports, pk=item)
    accept, answer = parameters.token(request.POST, "act") == "accept", parameters.passage(request.POST, "note")
    shown, user = read_stamp(request), request.user
    return act_on(
        request,
        task,
        lambda: answer_report(report, user=user, accept=accept, answer=answer, shown=shown),
        "整改报告已接受，请检查组按期复查。" if accept else "整改报告已退回，理由已告知被检查单位。",
    )


@requires(ORGANISERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correction_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people."""
    task = task_on_console(request, pk)
    form, back = CorrectionForm(request.POST or None), reverse("console:inspection", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            propose_correction(task, user=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "更正已提出，须由另一位抽查组织人确认后公布。")
            return redirect(back)
    return decide(
        request, title=f"更正检查结果：{task}", button="提出更正", back=back, form=form,
        hidden=[("seen", str(task.revision))],
        consequences={
            "what": f"已公布的“{task.get_word_display()}”不改动；另一人确认后，更正的结果列在它旁边。",
            "told": "确认后告知被检查对象，包括理由。",
            "public": "原结果、更正后的结果和各自的日期；写入公示日志。",
            "undo": "不能撤回；需要时再次更正。",
        },
    )  # fmt: skip


@requires(ORGANISERS)
@require_POST
def correction_decide(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the proposal is dropped with a reason."""
    task = task_on_console(request, pk)
    row = get_object_or_404(task.corrections, pk=item)
    note, revision, user = parameters.passage(request.POST, "note"), seen(request), request.user
    if parameters.token(request.POST, "act") == "drop":
        return act_on(request, task, lambda: drop_correction(row, user=user, reason=note), "更正的提议已撤下。")
    shown = read_stamp(request)
    return act_on(
        request,
        task,
        lambda: confirm_correction(row, user=user, seen=revision, shown=shown, note=note),
        "更正已公布，并告知被检查对象。",
    )


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def sanction(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """The first of two people of the operator; the second decides on the page of the authorization."""
    task = task_on_console(request, pk)
    authorization, back = task.object.authorization, reverse("console:inspection", args=[pk])
    if act not in ACTS or authorization is None:
        raise Http404("没有这个事项。")
    problems = sanction_problems(task)
    if problems and request.method != "POST":
        return show(request, task, refused=problems)
    return proposal_page(
        request,
        ref=ref(task),
        mark=authorization,
        act=Act(act),
        propose=partial(propose_sanction, task),
        back=back,
        opening=opening_words(task),
        who="没有参加或复核该检查",
        told="确认后通知持有人，并告知抽查组织人。",
    )


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def sanction_none(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is proposed, for a reason."""
    task = task_on_console(request, pk)
    return leave_page(
        request,
        ref=ref(task),
        leave=partial(leave_be, task),
        back=reverse("console:inspection", args=[pk]),
        title=f"不提出处理：{task}",
        what="该事由从待办中移出；整改逾期或复查不合格时会再次列出。",
    )

"""更正号码 on the console: the first of two people types what was announced, the second reads both side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from supervision.draws.console.chance import evidence_of
from supervision.draws.console.plans import ORGANISERS, plan_on_console, show
from supervision.draws.models import DrawPlan
from supervision.draws.rules import correction_problems
from supervision.draws.values.corrections import (
    confirm_correction,
    drop_correction,
    open_correction,
    propose_correction,
    standing_result,
)
from supervision.draws.values.entries import WrongValue
from supervision.draws.values.forms import CorrectionForm
from tianfu.accounts.access.rules import requires
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.second import answer
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal
from tianfu.workflow.signatures.shown import Changed


@requires(ORGANISERS, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def draw_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people."""
    plan = plan_on_console(request, pk)
    result = standing_result(plan)
    problems = correction_problems(plan)
    if open_correction(plan) is not None:
        problems.append("已有人提出更正，请先确认或撤下。")
    standing = result.source.announced if result else {}
    form = CorrectionForm(request.POST or None, request.FILES or None, plan=plan, standing=standing)
    if request.method == "POST" and form.is_valid():
        evidence = evidence_of(form, "evidence", request.user)
        if not form.errors and _proposed(request, plan, form, evidence):
            messages.success(request, "已提出更正，须由没有经手原号码的另一人确认。")
            return redirect("console:draw", pk=pk)
    context = {
        "title": f"更正号码：{plan.number}",
        "plan": plan,
        "form": form,
        "problems": problems,
        "back": reverse("console:draw", args=[pk]),
    }
    return page(request, "supervision/draws/console/correction.html", context, 422 if form.errors else 200)


def _proposed(request: HttpRequest, plan: DrawPlan, form: CorrectionForm, evidence: Any) -> bool:
    try:
        propose_correction(
            plan,
            user=request.user,
            seen=seen(request),
            values=form.typed(),
            reason=form.cleaned_data["reason"],
            url=form.cleaned_data["url"],
            evidence=evidence,
        )
    except WrongValue as wrong:
        for source, words in wrong.fields.items():
            form.add_error(f"value-{source}", words)
    except NotPossible as refusal:
        add_refusal(form, refusal)
    return not form.errors


@requires(ORGANISERS)
@require_POST
def draw_correction_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the proposal is taken back with a reason."""
    plan = plan_on_console(request, pk)
    row = get_object_or_404(plan.corrections, pk=item)
    done = "号码已更正，正在重新计算；更正前的结果保留。"
    try:
        answer(request, row, confirm=confirm_correction, drop=drop_correction, done=done)
    except NotPossible as refusal:
        return show(request, plan, refused=refusal.problems, status=409)
    except Changed as changed:
        return show(request, plan, refused=[str(changed)], status=409)
    return redirect("console:draw", pk=pk)

"""Batches of a yearly plan on the console, while the plan is drafted."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from supervision.directories.console.pages import KEEPERS, LOOKERS, decide
from supervision.directories.console.plan_forms import BatchForm
from supervision.directories.models import PlannedBatch, YearlyPlan
from supervision.directories.plans.acts import remove_batch, save_batch, writable
from tianfu.accounts.access.rules import requires


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_edit(request: HttpRequest, pk: int, item: int | None = None) -> HttpResponse:
    """A new batch, or over what the page showed of one."""
    plan = get_object_or_404(YearlyPlan.objects.on_console_for(request.user, *LOOKERS), pk=pk)
    batch = get_object_or_404(PlannedBatch, pk=item, plan=plan) if item is not None else PlannedBatch(plan=plan)
    back = reverse("console:yearly_plan", args=[pk])
    with transaction.atomic():
        if request.method == "POST":
            writable(plan, request.user)
            if item is not None:
                batch = get_object_or_404(PlannedBatch.objects.select_for_update(), pk=item, plan=plan)
        form = BatchForm(request.POST or None, instance=batch)
        if request.method == "POST" and form.is_valid():
            save_batch(form.save(commit=False), list(form.cleaned_data["items"]), actor=request.user)
            messages.success(request, "批次已保存。")
            return redirect(back)
    title = f"修改批次：{batch}" if item is not None else "添加批次"
    return decide(request, title=title, button="保存批次", back=back, form=form, consequences={})


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch_remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    plan = get_object_or_404(YearlyPlan.objects.on_console_for(request.user, *LOOKERS), pk=pk)
    batch = get_object_or_404(PlannedBatch, pk=item, plan=plan)
    back = reverse("console:yearly_plan", args=[pk])
    if request.method == "POST":
        remove_batch(batch, actor=request.user)
        messages.success(request, "批次已移除。")
        return redirect(back)
    return decide(
        request, title=f"移除批次：{batch}", button="移除", back=back, danger=True,
        consequences={"what": "该批次从计划中删除，操作留有审计记录。", "undo": "可以重新添加。"},
    )  # fmt: skip

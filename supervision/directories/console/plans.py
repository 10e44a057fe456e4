"""The yearly plans on the console: list, one plan with its batches, and its passages."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from supervision.directories.console.pages import KEEPERS, LOOKERS, PAGE, PLANNERS, READERS, decide, tabs
from supervision.directories.console.plan_forms import FilingForm, PlanForm
from supervision.directories.models import YearlyPlan
from supervision.directories.plans.acts import approve, draw_up, new_version, plan_facts, publish, save_plan, writable
from supervision.directories.plans.rules import may_approve, may_write
from supervision.directories.provinces import home_province
from supervision.directories.states import PlanState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import paged
from tianfu.text import parameters
from tianfu.text.fields import TextField
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.console.passages import passages_of
from tianfu.workflow.door import NotPossible, advance, allowed
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal, refused_on
from tianfu.workflow.signatures.shown import FIELD, stamp

S = PlanState


class NoteForm(forms.Form):
    note = TextField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


def _plans(request: HttpRequest) -> Any:
    return YearlyPlan.objects.on_console_for(request.user, *LOOKERS).select_related("region", "created_by")


@requires(READERS)
@require_safe
def yearly_plans(request: HttpRequest) -> HttpResponse:
    context = {
        "title": "名录库",
        "tabs": tabs(request, "yearly_plans"),
        "may_write": KEEPERS.allows(request.user),
        "home": home_province(),
        **paged(request, _plans(request), size=PAGE),
    }
    return page(request, "supervision/directories/console/plans.html", context)


@requires(READERS)
@require_safe
def yearly_plan(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request).select_related("approved_by", "region"), pk=pk)
    user = request.user
    context = {
        "title": row.title,
        "row": row,
        "batches": row.batches.prefetch_related("items"),
        "shown": stamp(plan_facts(row)),
        "writes": may_write(user, row.region_id),
        "approves": may_approve(user, row.region_id),
        "home": home_province(),
        "author": user.pk in row.authors,
        "gaps": allowed(row, user, "approve")[1] if row.state == S.DRAFT else [],
        "closable": row.state == S.PUBLISHED and allowed(row, user, "close")[0],
        "events": passages_of(row),
    }
    return page(request, "supervision/directories/console/plan.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = draw_up(form.save(commit=False), actor=request.user)
            messages.success(request, "计划已建立，请添加批次。")
            return reverse("console:yearly_plan", args=[row.pk])

        with refused_on(form):
            return once(request, act)
    return decide(
        request, title="编制年度计划", button="保存，继续添加批次", back=reverse("console:yearly_plans"), form=form,
        consequences={"what": "保存为编制中的计划；由另一人审定，报上级备案后公布。"}, hidden=[("once", new_key())],
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_change(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    back = reverse("console:yearly_plan", args=[pk])
    with transaction.atomic():
        if request.method == "POST":
            row = writable(row, request.user)
        form = PlanForm(request.POST or None, instance=row, actor=request.user)
        if request.method == "POST" and form.is_valid():
            save_plan(form.save(commit=False), actor=request.user)
            messages.success(request, "计划已保存。")
            return redirect(back)
    return decide(request, title=f"修改：{row}", button="保存", back=back, form=form, consequences={})


@requires(PLANNERS)
@require_POST
def plan_approve(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    note = parameters.passage(request.POST, "note")
    approve(row, actor=request.user, seen=seen(request), shown=read_stamp(request), note=note)
    messages.success(request, "计划已审定，请报上级备案。")
    return redirect("console:yearly_plan", pk=pk)


@requires(PLANNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_back(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    back, form = reverse("console:yearly_plan", args=[pk]), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            advance(row, "send_back", actor=request.user, seen=seen(request), note=form.cleaned_data["note"])
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "计划已退回修改。")
            return redirect(back)
    return decide(
        request, title=f"退回修改：{row}", button="退回", back=back, form=form, hidden=[("seen", str(row.revision))],
        consequences={"what": "计划回到编制中；修改后须重新审定和备案。", "told": "编制人"},
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_file(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    back = reverse("console:yearly_plan", args=[pk])
    above = row.region.parent if row.region is not None else None
    upper = f"{above.name}市场监督管理局" if above is not None else "国家市场监督管理总局"
    form = FilingForm(request.POST or None, initial={"filed_with": upper, "filed_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            advance(row, "file", actor=request.user, seen=seen(request), **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "备案已登记，可以公布计划。")
            return redirect(back)
    return decide(
        request, title=f"登记备案：{row}", button="登记备案", back=back, form=form,
        hidden=[("seen", str(row.revision))],
        consequences={"what": "记录计划已报上级机关备案。", "public": "备案机关、日期和文号随计划公布。"},
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    back = reverse("console:yearly_plan", args=[pk])
    if request.method == "POST":
        publish(row, actor=request.user, seen=seen(request), shown=read_stamp(request))
        messages.success(request, "计划已公布。")
        return redirect(back)
    return decide(
        request, title=f"公布：{row}", button="公布计划", back=back,
        hidden=[("seen", str(row.revision)), (FIELD, stamp(plan_facts(row)))],
        consequences={
            "what": f"每家企业年度检查次数上限 {row.yearly_cap} 次从今天起按本计划计算；原已公布的版次同时结束。",
            "public": "计划名称、批次、事项、比例、次数上限和备案信息",
            "undo": "不能撤回；需要调整的，编制新的版次。",
        },
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    back = reverse("console:yearly_plan", args=[pk])
    if request.method == "POST":
        advance(row, "close", actor=request.user, seen=seen(request))
        messages.success(request, "计划已结束。")
        return redirect(back)
    return decide(
        request, title=f"结束：{row}", button="结束计划", back=back, hidden=[("seen", str(row.revision))],
        consequences={"what": "年度已过，计划不再用于抽取；公开页面保留。", "undo": "不能撤回。"},
    )  # fmt: skip


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def plan_version(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_plans(request), pk=pk)
    if request.method == "POST":

        def act() -> str:
            draft = new_version(row, actor=request.user)
            messages.success(request, f"第 {draft.version} 版已建立，原版次在新版次公布前继续有效。")
            return reverse("console:yearly_plan", args=[draft.pk])

        return once(request, act)
    return decide(
        request, title=f"编制新的版次：{row}", button="编制新版次", back=reverse("console:yearly_plan", args=[pk]),
        hidden=[("once", new_key())],
        consequences={"what": "复制本版的批次，供调整；须重新审定、备案、公布，公布后代替本版。"},
    )  # fmt: skip

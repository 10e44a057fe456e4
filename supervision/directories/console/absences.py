"""Leave and recusals, declared by the desk or by the person himself; and his own page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from supervision.directories.console.forms import EndRecusalForm, LeaveForm, RecusalForm
from supervision.directories.console.inspectors import shown_inspector
from supervision.directories.console.pages import KEEPERS, OWN, decide
from supervision.directories.inspectors.roll import declare_leave, declare_recusal, end_recusal, is_own, take_back_leave
from supervision.directories.models import Inspector, Leave, Recusal
from tianfu.accounts.access.rules import requires
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.refused_form import add_refusal

EITHER = KEEPERS | OWN


def _rows(request: HttpRequest) -> QuerySet[Inspector]:
    """Entries of the planner's regions, and one's own."""
    kept = Inspector.objects.on_console_for(request.user, Role.SPOTCHECK_MANAGER).values("pk")
    own = Q(user=request.user) if Role.INSPECTOR in request.user.roles else Q(pk=None)
    return Inspector.objects.filter(Q(pk__in=kept) | own).select_related("unit", "user")


def _back(request: HttpRequest, row: Inspector) -> str:
    return (
        reverse("console:inspector_own") if is_own(request.user, row) else reverse("console:inspector", args=[row.pk])
    )


def _done(request: HttpRequest, row: Inspector, words: str) -> HttpResponseRedirect:
    messages.success(request, words)
    return redirect(_back(request, row))


@requires(OWN)
@require_safe
def inspector_own(request: HttpRequest) -> HttpResponse:
    """What the roll says of the person who reads it; newest entry first when he left and came back elsewhere."""
    row = Inspector.objects.filter(user=request.user).select_related("unit", "user").order_by("-pk").first()
    context: dict[str, Any] = {"title": "我的检查人员信息"}
    if row is not None:
        soon = (row.valid_until - clock.today()).days
        context |= {"days_left": soon, **shown_inspector(request, row)}
    return page(request, "supervision/directories/console/own.html", context)


@requires(EITHER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    form = LeaveForm(request.POST or None, inspector=row)
    if request.method == "POST" and form.is_valid():
        try:
            declare_leave(row, actor=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return _done(request, row, "休假已登记，这些天不会被抽取。")
    what = "登记的日子不会被抽取；已经抽取的任务不变，需要换人的请联系抽查组织人。"
    return decide(
        request, title=f"登记休假：{row.number}", button="登记", back=_back(request, row), form=form,
        consequences={"what": what, "undo": "休假结束前可以撤销登记。"},
    )  # fmt: skip


@requires(EITHER)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_back(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    leave = get_object_or_404(Leave, pk=item, inspector=row)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_leave(leave, actor=request.user)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return _done(request, row, "休假登记已撤销。")
    return decide(
        request, title=f"撤销休假登记：{leave}", button="撤销登记", back=_back(request, row), form=form,
        consequences={"what": "这些天重新可以被抽取。"},
    )  # fmt: skip


@requires(EITHER)
@require_http_methods(["GET", "HEAD", "POST"])
def recusal_new(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    form = RecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declare_recusal(row, actor=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return _done(request, row, "回避已登记，以后的抽取不会派往该对象。")
    return decide(
        request, title=f"登记回避：{row.number}", button="登记", back=_back(request, row), form=form,
        consequences={
            "what": "以后的抽取不会把该人员派往该对象；已经抽取的任务请联系抽查组织人换人。",
            "public": "公开的抽取文件只列回避的对象编号，不列事由。",
            "undo": "情况消除后可以终止，记录保留。",
        },
    )  # fmt: skip


@requires(EITHER)
@require_http_methods(["GET", "HEAD", "POST"])
def recusal_end(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    recusal = get_object_or_404(Recusal, pk=item, inspector=row)
    form = EndRecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_recusal(recusal, actor=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return _done(request, row, "回避已终止。")
    return decide(
        request, title=f"终止回避：{recusal}", button="终止", back=_back(request, row), form=form,
        consequences={"what": "以后的抽取可以把该人员派往该对象。"},
    )  # fmt: skip

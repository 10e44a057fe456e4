"""公示期异议: recording and closing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.console.access import CASE_STAFF
from applications.console.forms import CloseObjectionForm, ObjectionForm
from applications.console.pages import case_on_console, page
from applications.models import Objection
from applications.noticing import close_objection, record_objection
from tianfu.accounts.access import requires
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def objection_new(request: HttpRequest, pk: int) -> HttpResponse:
    application = case_on_console(request, pk)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            record_objection(application, user=request.user, **form.cleaned_data)
            messages.success(request, "异议已登记，公示期中止计算。")
            return reverse("console:review", args=[pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
    context = {
        "title": f"登记异议：{application.number}",
        "application": application,
        "form": form,
        "button": "登记",
        "consequences": {
            "what": "公示期从现在起中止计算，核查办结后继续。",
            "told": "申报企业（不含异议人信息）和本岗位",
            "public": "公示页显示“异议核查中”，不公开异议人和内容",
            "undo": "不能删除，只能核查办结。",
        },
        "hidden": [("once", new_key())],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)


@requires(CASE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """One objection; closing it lets the clock run on, or leads to a refusal by two people."""
    application = case_on_console(request, pk)
    row = get_object_or_404(
        Objection.objects.select_related("recorded_by", "closed_by"), pk=item, notice__application=pk
    )
    form = CloseObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_objection(row, user=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "异议已办结。")
            return redirect("console:review", pk=pk)
    context = {"title": f"异议：{application.number}", "application": application, "row": row, "form": form}
    return page(request, "console/objection.html", context, 422 if form.errors else 200)

"""Changes on the console: the list that waits, and one with what differs, its evidence and its two people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import OPERATORS, READERS
from certification.authorizations.sanctions.forms import AnswerForm
from certification.changes.console import DecisionPage
from certification.changes.requests.decisions import (
    MATTER,
    decide_alone,
    hand_back,
    propose,
    record_site_check,
)
from certification.changes.requests.forms import SiteCheckForm
from certification.changes.requests.letters import letter_key
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.problems import needs_check
from certification.changes.requests.states import ChangeState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.refused_form import add_refusal

_ROWS = ("authorization__enterprise__organisation", "authorization__certificate", "certificate__body", "filed_by")


@requires(READERS)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Those that wait for the desk, the most urgent first; `?all=1` the others too."""
    rows = ChangeRequest.objects.on_console_for(request.user).select_related("authorization")
    waiting = rows.filter(state=ChangeState.WAITING).order_by("due_on", "pk")
    context = {"title": "变更申请", **waiting_or_all(request, rows, waiting)}
    return page(request, "certification/changes/requests/console/list.html", context)


def _row(request: HttpRequest, pk: int) -> ChangeRequest:
    return get_object_or_404(ChangeRequest.objects.on_console_for(request.user).select_related(*_ROWS), pk=pk)


def _more(row: ChangeRequest) -> dict[str, Any]:
    return {"site_checks": row.site_checks.select_related("recorded_by"), "needs_check": needs_check(row)}


_PAGE = DecisionPage(
    MATTER,
    "certification/changes/requests/console/one.html",
    "console:change_request",
    "console:change_proposal",
    _row,
    letter_key,
    _more,
)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person's opinion, or for the name the only one's decision; or it is handed back."""
    row, form = _row(request, pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answer(row, request, form.cleaned_data["reason"]))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("console:change_request", pk=pk)
    return _PAGE.show(request, row, form)


def _answer(row: ChangeRequest, request: HttpRequest, reason: str) -> str:
    act, revision = parameters.token(request.POST, "act"), seen(request)
    if act == "hand_back":
        hand_back(row, user=request.user, seen=revision, reason=reason)
        return "已退回企业补正，理由已告知。"
    if not row.way.by_two:
        shown = read_stamp(request)
        decide_alone(row, act, user=request.user, seen=revision, reason=reason, shown=shown)
        return "已办结，决定书正在制作。"
    propose(row, act, user=request.user, seen=revision, reason=reason)
    return "处理意见已提出，须由另一人确认后生效。"


@requires(OPERATORS)
@require_http_methods(["POST"])
def change_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the opinion is taken back."""
    return _PAGE.answered(request, pk, item)


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_site_check(request: HttpRequest, pk: int) -> HttpResponse:
    """现场核查 of a new site."""
    row, form = _row(request, pk), SiteCheckForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_site_check(
                row,
                user=request.user,
                seen=seen(request),
                visited_on=data["visited_on"],
                place=data["place"],
                finding=data["finding"],
                conforms=data["conforms"] == "yes",
            )
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "现场核查已登记。")
            return redirect("console:change_request", pk=pk)
    context = {"title": f"登记现场核查：{row.authorization}", "row": row, "form": form}
    return page(request, "certification/changes/requests/console/site_check.html", context, 422 if form.errors else 200)

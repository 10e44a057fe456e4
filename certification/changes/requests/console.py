"""Changes on the console: the list that waits, and one with what differs, its evidence and its two people."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.access import OPERATORS, READERS
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.forms import AnswerForm
from certification.changes.letters import letter_of
from certification.changes.requests.decisions import (
    confirm,
    decide_alone,
    decision_facts,
    drop,
    hand_back,
    open_proposal,
    propose,
    record_site_check,
)
from certification.changes.requests.forms import SiteCheckForm
from certification.changes.requests.letters import letter_key
from certification.changes.requests.models import ChangeRequest
from certification.changes.requests.problems import accept_problems, needs_check
from certification.changes.requests.states import ChangeState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page, seen
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import FIELD, stamp

PAGE = 50
_VERBS = {ChangeState.ACCEPTED: "accept", ChangeState.REFUSED: "refuse"}
_ROWS = ("authorization__enterprise__organisation", "authorization__certificate", "certificate__body", "filed_by")


@requires(READERS)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Those that wait for the desk, the most urgent first; `?all=1` the others too."""
    everything = parameters.on(request.GET, "all")
    rows = ChangeRequest.objects.on_console_for(request.user).select_related("authorization")
    rows = rows.order_by("-pk") if everything else rows.filter(state=ChangeState.WAITING).order_by("due_on", "pk")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    context = {
        "title": "变更申请",
        "rows": found.object_list,
        "everything": everything,
        "today": clock.today(),
        **page_links(request.path, found, {"all": "1"} if everything else {}),
    }
    return page(request, "console/change_requests/list.html", context)


def _row(request: HttpRequest, pk: int) -> ChangeRequest:
    return get_object_or_404(ChangeRequest.objects.on_console_for(request.user).select_related(*_ROWS), pk=pk)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person's opinion, or for the name the only one's decision; or it is handed back."""
    row, form = _row(request, pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answer(row, request, form.cleaned_data["reason"]))
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            return redirect("console:change_request", pk=pk)
    return _show(request, row, form)


def _answer(row: ChangeRequest, request: HttpRequest, reason: str) -> str:
    act, revision = parameters.token(request.POST, "act"), seen(request)
    if act == "hand_back":
        hand_back(row, user=request.user, seen=revision, reason=reason)
        return "已退回企业补正，理由已告知。"
    if not row.way.by_two:
        shown = parameters.token(request.POST, FIELD)
        decide_alone(row, act, user=request.user, seen=revision, reason=reason, shown=shown)
        return "已办结，决定书正在制作。"
    propose(row, act, user=request.user, seen=revision, reason=reason)
    return "处理意见已提出，须由另一人确认后生效。"


@requires(OPERATORS)
@require_http_methods(["POST"])
def change_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the opinion is taken back."""
    row = _row(request, pk)
    proposal = get_object_or_404(row.endorsements, pk=item)
    note = parameters.passage(request.POST, "note")
    try:
        if parameters.token(request.POST, "act") == "drop":
            drop(proposal, user=request.user, reason=note)
            messages.success(request, "提议已撤下。")
        else:
            shown = parameters.token(request.POST, FIELD)
            confirm(proposal, user=request.user, seen=seen(request), note=note, shown=shown)
            messages.success(request, f"“{proposal.get_act_display()}”已确认生效。")
    except NotPossible as refusal:
        return _show(request, _row(request, pk), AnswerForm(), refused=refusal.problems, note=note)
    return redirect("console:change_request", pk=pk)


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
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "现场核查已登记。")
            return redirect("console:change_request", pk=pk)
    context = {"title": f"登记现场核查：{row.authorization}", "row": row, "form": form}
    return page(request, "console/change_requests/site_check.html", context, 422 if form.errors else 200)


def _show(
    request: HttpRequest, row: ChangeRequest, form: AnswerForm, *, refused: Any = (), note: str = ""
) -> HttpResponse:
    status = 409 if refused else 422 if form.errors else 200
    if form.errors and (row.state != ChangeState.WAITING or open_proposal(row) is not None):
        # There is no form any more that could say it.
        refused, note = form.non_field_errors(), parameters.passage(request.POST, "reason")
    return page(request, "console/change_requests/one.html", _context(request, row, form, refused, note), status)


def _context(request: HttpRequest, row: ChangeRequest, form: AnswerForm, refused: Any, note: str) -> dict[str, Any]:
    proposal, operator = open_proposal(row), operates_on(row.authorization, request.user)
    waiting, verb = row.state == ChangeState.WAITING, _VERBS.get(ChangeState(row.state))
    return {
        "title": str(row),
        "row": row,
        "authorization": row.authorization,
        "files": row.files.select_related("file"),
        "site_checks": row.site_checks.select_related("recorded_by"),
        "needs_check": needs_check(row),
        "found": accept_problems(row) if waiting else [],
        "decided": row.changes.select_related("actor").last(),
        "letter": letter_of(letter_key(row, verb)) if verb else None,
        "proposal": proposal,
        "shown": stamp(decision_facts(row, proposal)),
        "waiting": waiting,
        "operator": operator,
        "refused": refused,
        "note": note,
        "form": form if waiting and operator and proposal is None else None,
    }

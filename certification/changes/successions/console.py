"""Successions on the console: the list that waits, and one with its papers and its two people."""

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
from certification.changes.successions.content import changed
from certification.changes.successions.decisions import confirm, decision_facts, drop, open_proposal, propose
from certification.changes.successions.letters import letter_key
from certification.changes.successions.models import Succession
from certification.changes.successions.problems import accept_problems
from certification.changes.successions.states import SuccessionState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page, seen
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import FIELD, stamp

PAGE = 50
_VERBS = {SuccessionState.ACCEPTED: "accept", SuccessionState.REFUSED: "refuse"}


@requires(READERS)
@require_safe
def successions(request: HttpRequest) -> HttpResponse:
    """Those that wait for the desk, the most urgent first; `?all=1` the others too."""
    everything = parameters.on(request.GET, "all")
    rows = Succession.objects.on_console_for(request.user).select_related(
        "authorization", "holder__organisation", "successor__organisation"
    )
    rows = rows.order_by("-pk") if everything else rows.filter(state=SuccessionState.WAITING).order_by("due_on", "pk")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    context = {
        "title": "继受申请",
        "rows": found.object_list,
        "everything": everything,
        "today": clock.today(),
        **page_links(request.path, found, {"all": "1"} if everything else {}),
    }
    return page(request, "console/successions/list.html", context)


def _row(request: HttpRequest, pk: int) -> Succession:
    rows = Succession.objects.on_console_for(request.user).select_related(
        "authorization__certificate",
        "holder__organisation",
        "successor__organisation",
        "certificate__body",
        "filed_by",
        "confirmed_by",
    )
    return get_object_or_404(rows, pk=pk)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def succession(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person's opinion."""
    row, form = _row(request, pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act, reason = parameters.token(request.POST, "act"), form.cleaned_data["reason"]
        try:
            propose(row, act, user=request.user, seen=seen(request), reason=reason)
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "处理意见已提出，须由另一人确认后生效。")
            return redirect("console:succession", pk=pk)
    return _show(request, row, form)


@requires(OPERATORS)
@require_http_methods(["POST"])
def succession_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
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
    return redirect("console:succession", pk=pk)


def _show(
    request: HttpRequest, row: Succession, form: AnswerForm, *, refused: Any = (), note: str = ""
) -> HttpResponse:
    status = 409 if refused else 422 if form.errors else 200
    if form.errors and (row.state != SuccessionState.WAITING or open_proposal(row) is not None):
        # There is no form any more that could say it.
        refused, note = form.non_field_errors(), parameters.passage(request.POST, "reason")
    return page(request, "console/successions/one.html", _context(request, row, form, refused, note), status)


def _context(request: HttpRequest, row: Succession, form: AnswerForm, refused: Any, note: str) -> dict[str, Any]:
    proposal, operator = open_proposal(row), operates_on(row.authorization, request.user)
    waiting, verb = row.state == SuccessionState.WAITING, _VERBS.get(SuccessionState(row.state))
    passage = row.authorization.changes.filter(transition="pass_on", revision=row.applied_revision).first()
    return {
        "title": str(row),
        "row": row,
        "authorization": row.authorization,
        "rows": passage.inputs["changed"] if passage else changed(row.authorization, row),
        "files": row.files.select_related("file"),
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

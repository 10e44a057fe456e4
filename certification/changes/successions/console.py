"""Successions on the console: the list that waits, and one with its papers and its two people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import OPERATORS, READERS
from certification.authorizations.sanctions.forms import AnswerForm
from certification.changes.console import DecisionPage
from certification.changes.successions.content import changed
from certification.changes.successions.decisions import MATTER, propose
from certification.changes.successions.letters import letter_key
from certification.changes.successions.models import Succession
from certification.changes.successions.states import SuccessionState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


@requires(READERS)
@require_safe
def successions(request: HttpRequest) -> HttpResponse:
    """Those that wait for the desk, the most urgent first; `?all=1` the others too."""
    rows = Succession.objects.on_console_for(request.user).select_related(
        "authorization", "holder__organisation", "successor__organisation"
    )
    waiting = rows.filter(state=SuccessionState.WAITING).order_by("due_on", "pk")
    context = {"title": "继受申请", **waiting_or_all(request, rows, waiting)}
    return page(request, "certification/changes/successions/console/list.html", context)


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


def _more(row: Succession) -> dict[str, Any]:
    passage = row.authorization.changes.filter(transition="pass_on", revision=row.applied_revision).first()
    return {"rows": passage.inputs["changed"] if passage else changed(row.authorization, row)}


_PAGE = DecisionPage(
    MATTER,
    "certification/changes/successions/console/one.html",
    "console:succession",
    "console:succession_proposal",
    _row,
    letter_key,
    _more,
)


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
            add_refusal(form, refusal)
        else:
            messages.success(request, "处理意见已提出，须由另一人确认后生效。")
            return redirect("console:succession", pk=pk)
    return _PAGE.show(request, row, form)


@requires(OPERATORS)
@require_http_methods(["POST"])
def succession_proposal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """The second person confirms, or the opinion is taken back."""
    return _PAGE.answered(request, pk, item)

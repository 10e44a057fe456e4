"""Answers of holders on the console: the list that waits, and one with its proposal by two people."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.access import READERS
from certification.authorizations.notices import notices_on
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.acts import open_proposal, proposal_facts, propose
from certification.authorizations.sanctions.forms import AnswerForm
from certification.authorizations.states import Act
from certification.authorizations.suspensions.causes import WORDS
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page, seen
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.shown import stamp

PAGE = 50
_ACTS = {"grant": Act.REINSTATE, "refuse": Act.REFUSE}
_ROWS = ("authorization__enterprise__organisation", "authorization__certificate", "suspension", "filed_by")


@requires(READERS)
@require_safe
def restorations(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first; `?all=1` the decided ones too."""
    everything = parameters.on(request.GET, "all")
    rows = Restoration.objects.on_console_for(request.user).select_related("authorization", "suspension")
    rows = rows.order_by("-pk") if everything else rows.filter(state=RestorationState.WAITING).order_by("due_on", "pk")
    found = Paginator(rows, PAGE).get_page(parameters.page(request.GET))
    query = {"all": "1"} if everything else {}
    context = {
        "title": "恢复申请和陈述",
        "rows": found.object_list,
        "everything": everything,
        "today": clock.today(),
        **page_links(request.path, found, query),
    }
    return page(request, "console/restorations/list.html", context)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def restoration(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people proposes an answer here; the second confirms beside it."""
    row = get_object_or_404(Restoration.objects.on_console_for(request.user).select_related(*_ROWS), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = _ACTS.get(parameters.token(request.POST, "act"))
        try:
            _propose(row, act, request, form.cleaned_data["reason"])
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "处理意见已提出，须由另一人确认后生效。")
            return redirect("console:restoration", pk=pk)
    return page(request, "console/restorations/one.html", _context(request, row, form), 422 if form.errors else 200)


def _propose(row: Restoration, act: Act | None, request: HttpRequest, reason: str) -> None:
    if act is None:
        raise NotPossible(["请选择同意恢复或不予恢复。"])
    propose(row.authorization, act, user=request.user, seen=seen(request), reason=reason, restoration=row)


def _context(request: HttpRequest, row: Restoration, form: AnswerForm) -> dict[str, Any]:
    proposal = open_proposal(row.authorization)
    operator = operates_on(row.authorization, request.user)
    waiting = row.state == RestorationState.WAITING
    return {
        "title": str(row),
        "row": row,
        "authorization": row.authorization,
        "words": WORDS[row.suspension.cause],
        "files": row.files.select_related("file"),
        "decided": row.changes.select_related("actor").last(),
        "letters": notices_on(row),
        "proposal": proposal,
        "proposal_url": proposal and reverse("console:proposal", args=[row.authorization_id, proposal.pk]),
        "shown": stamp(proposal_facts(row.authorization, proposal)),
        "waiting": waiting,
        "operator": operator,
        "form": form if waiting and operator and proposal is None else None,
    }

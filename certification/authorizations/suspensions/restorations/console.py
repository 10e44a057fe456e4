"""Answers of holders on the console: the list that waits, and one with its proposal by two people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import READERS
from certification.authorizations.notices import notices_on
from certification.authorizations.sanctions.acts import open_proposal, propose
from certification.authorizations.sanctions.asked import asked
from certification.authorizations.sanctions.forms import AnswerForm
from certification.authorizations.sanctions.second_form import second_of
from certification.authorizations.states import Act
from certification.authorizations.suspensions.causes import WORDS
from certification.authorizations.suspensions.restorations.models import Restoration
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal

_ACTS = {"grant": Act.REINSTATE, "refuse": Act.REFUSE}
_ROWS = ("authorization__enterprise__organisation", "authorization__certificate", "suspension", "filed_by")


@requires(READERS)
@require_safe
def restorations(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first; `?all=1` the decided ones too."""
    rows = Restoration.objects.on_console_for(request.user).select_related("authorization", "suspension")
    waiting = rows.filter(state=RestorationState.WAITING).order_by("due_on", "pk")
    context = {"title": "恢复申请和陈述", **waiting_or_all(request, rows, waiting)}
    return page(request, "certification/authorizations/suspensions/restorations/console/list.html", context)


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
            add_refusal(form, refusal)
        else:
            messages.success(request, "处理意见已提出，须由另一人确认后生效。")
            return redirect("console:restoration", pk=pk)
    return page(
        request,
        "certification/authorizations/suspensions/restorations/console/one.html",
        _context(request, row, form),
        422 if form.errors else 200,
    )


def _propose(row: Restoration, act: Act | None, request: HttpRequest, reason: str) -> None:
    if act is None:
        raise NotPossible(["请选择同意恢复或不予恢复。"])
    propose(row.authorization, act, user=request.user, seen=seen(request), reason=reason, restoration=row)


def _context(request: HttpRequest, row: Restoration, form: AnswerForm) -> dict[str, Any]:
    mark, proposal = row.authorization, open_proposal(row.authorization)
    second = second_of(proposal, request.user) if proposal is not None else None
    waiting = row.state == RestorationState.WAITING
    return asked(request, row, form, waiting=waiting, proposal=proposal, second=second, revision=mark.revision) | {
        "words": WORDS[row.suspension.cause],
        "files": row.files.select_related("file"),
        "decided": row.changes.select_related("actor").last(),
        "letters": notices_on(row),
    }

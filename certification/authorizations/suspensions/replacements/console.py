"""New certificates under marks on the console: the list with its deadlines, and one with its two people."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import READERS
from certification.authorizations.sanctions.acts import open_proposal, propose
from certification.authorizations.sanctions.asked import asked
from certification.authorizations.sanctions.forms import AnswerForm
from certification.authorizations.sanctions.second_form import second_of
from certification.authorizations.states import Act
from certification.authorizations.suspensions.replacements.acts import fit_problems, hand_back
from certification.authorizations.suspensions.replacements.models import STANDING, Replacement
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


@requires(READERS)
@require_safe
def replacements(request: HttpRequest) -> HttpResponse:
    """Those that stand, the nearest deadline first; `?all=1` the finished ones too."""
    rows = Replacement.objects.on_console_for(request.user)
    rows = rows.select_related("authorization", "certificate", "offered")
    standing = rows.filter(state__in=STANDING).order_by("due_on", "pk")
    context = {"title": "更换证书", **waiting_or_all(request, rows, standing)}
    return page(request, "certification/authorizations/suspensions/replacements/console/list.html", context)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    """What the holder brought, checked by the system; two people put it in place, or one hands it back."""
    rows = Replacement.objects.on_console_for(request.user).select_related(
        "authorization__enterprise", "authorization__certificate", "certificate__body", "offered__body", "offered__file"
    )
    row = get_object_or_404(rows, pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(row, request, form.cleaned_data["reason"])
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("console:replacement", pk=pk)
    return page(
        request,
        "certification/authorizations/suspensions/replacements/console/one.html",
        _context(request, row, form),
        422 if form.errors else 200,
    )


def _decide(row: Replacement, request: HttpRequest, reason: str) -> None:
    if parameters.token(request.POST, "act") == "hand_back":
        hand_back(row, user=request.user, reason=reason)
        messages.success(request, "已退回，理由已告知企业。")
        return
    propose(row.authorization, Act.REPLACE, user=request.user, seen=seen(request), reason=reason, replacement=row)
    messages.success(request, "已提出更换，须由另一人确认后生效。")


def _context(request: HttpRequest, row: Replacement, form: AnswerForm) -> dict[str, Any]:
    mark, proposal = row.authorization, open_proposal(row.authorization)
    second = second_of(proposal, request.user) if proposal is not None else None
    return asked(
        request,
        row,
        form,
        waiting=row.state in STANDING,
        proposal=proposal,
        second=second,
        revision=mark.revision,
        answerable=row.offered is not None,
    ) | {"problems_found": fit_problems(row, row.offered) if row.offered is not None else []}

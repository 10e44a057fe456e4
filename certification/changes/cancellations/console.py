"""Marks that are given back, on the console: the list that waits, and one with its first person's proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import READERS
from certification.authorizations.sanctions.acts import open_proposal
from certification.authorizations.sanctions.asked import asked
from certification.authorizations.sanctions.forms import AnswerForm
from certification.authorizations.sanctions.outcomes import outcomes_on
from certification.changes.cancellations.acts import basis_ref, hand_back, propose_cancellation
from certification.changes.cancellations.models import CancellationRequest
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


@requires(READERS)
@require_safe
def cancellations(request: HttpRequest) -> HttpResponse:
    """Those that wait, the most urgent first; `?all=1` the others too."""
    rows = CancellationRequest.objects.on_console_for(request.user).select_related("authorization")
    context = {"title": "注销申请", **waiting_or_all(request, rows, rows.waiting().order_by("due_on", "pk"))}
    return page(request, "certification/changes/cancellations/console/list.html", context)


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    """The first person proposes 注销 here, or hands it back; the second confirms on the authorization's page."""
    rows = CancellationRequest.objects.on_console_for(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "filed_by", "returned_by"
    )
    row, form = get_object_or_404(rows, pk=pk), AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _answer(row, request, form.cleaned_data["reason"]))
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("console:cancellation", pk=pk)
    mark, proposal = row.authorization, open_proposal(row.authorization)
    context = asked(request, row, form, waiting=row.waits, proposal=proposal, second=None, revision=mark.revision) | {
        "effective": mark.effective_on(clock.today()),
        "proposal_url": reverse("console:authorization", args=[mark.pk]),
        "outcomes": outcomes_on(basis_ref(row)),
    }
    return page(request, "certification/changes/cancellations/console/one.html", context, 422 if form.errors else 200)


def _answer(row: CancellationRequest, request: HttpRequest, reason: str) -> str:
    if parameters.token(request.POST, "act") == "hand_back":
        hand_back(row, user=request.user, reason=reason)
        return "已退回，理由已告知企业。"
    propose_cancellation(row, user=request.user, seen=seen(request), reason=reason)
    return "已提出注销，须由另一人确认后生效。"

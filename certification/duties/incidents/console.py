"""Incident reports on the console: the list that waits, one with its answer, and the proposal that rests on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from certification.authorizations.desk.access import OPERATORS, READERS
from certification.authorizations.notices import notices_on
from certification.authorizations.rules import operates_on
from certification.authorizations.sanctions.acts import possible_acts
from certification.authorizations.sanctions.outcomes import outcomes_on
from certification.authorizations.states import Act
from certification.duties.console import suspension_page
from certification.duties.incidents.acts import acknowledge, propose_suspension, ref
from certification.duties.incidents.forms import AnswerForm
from certification.duties.incidents.models import Incident
from certification.duties.incidents.states import IncidentState
from tianfu.accounts.access.rules import requires
from tianfu.inbox.page_links import waiting_or_all
from tianfu.text import moments
from tianfu.workflow.console.pages import page
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import seen
from tianfu.workflow.signatures.refused_form import add_refusal


@requires(READERS)
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first; `?all=1` the acknowledged ones too."""
    rows = Incident.objects.on_console_for(request.user).select_related("authorization")
    waiting = rows.filter(state=IncidentState.REPORTED).order_by("filed_at", "pk")
    context = {"title": "事故和质量信息报告", **waiting_or_all(request, rows, waiting)}
    return page(request, "certification/duties/incidents/console/list.html", context)


def _row(request: HttpRequest, pk: int) -> Incident:
    rows = Incident.objects.on_console_for(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "filed_by"
    )
    row: Incident = get_object_or_404(rows, pk=pk)
    return row


@requires(READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; one of the operator acknowledges it here."""
    row = _row(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acknowledge(row, user=request.user, seen=seen(request), note=form.cleaned_data["note"])
        except NotPossible as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, "已核收，意见已告知企业。")
            return redirect("console:incident", pk=pk)
    operator = operates_on(row.authorization, request.user)
    context = {
        "title": str(row),
        "row": row,
        "mark": row.authorization,
        "files": row.files.select_related("file"),
        "decided": row.changes.select_related("actor").last(),
        "form": form if operator and row.state == IncidentState.REPORTED else None,
        "may_suspend": operator and Act.SUSPEND in possible_acts(row.authorization),
        "outcomes": outcomes_on(ref(row)),
        "letters": notices_on(row),
    }
    return page(request, "certification/duties/incidents/console/one.html", context, 422 if form.errors else 200)


@requires(OPERATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """The first of two people proposes a suspension upon the report."""
    row = _row(request, pk)
    day = moments.full_day(row.happened_on)
    reason = f"持有人报告{row.get_kind_display()}（{day}）：{row.text}"
    return suspension_page(
        request,
        row,
        opening=reason,
        propose=propose_suspension,
        what="因产品质量暂停，标识立即不得使用。",
        undo="整改并提交合格检测报告后，由两人恢复",
        back=reverse("console:incident", args=[pk]),
    )

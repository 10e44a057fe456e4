"""The holder reports an accident or news of quality, and reads what the operator answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.notices import notices_on
from certification.duties.incidents.acts import file_incident, take_back
from certification.duties.incidents.forms import IncidentForm, TakeBackForm
from certification.duties.incidents.models import Incident
from certification.duties.incidents.states import IncidentState
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.once import new_key, once
from tianfu.workflow.policies.upload_size import most_megabytes
from tianfu.workflow.signatures.refused_form import add_errors, add_refusal


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def incident_new(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the authorization; those that were reported before are listed below the form."""
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation", "certificate")
    mark = get_object_or_404(rows, pk=pk)
    form = IncidentForm(
        request.POST or None,
        request.FILES or None,
        authorization=mark,
        megabytes=most_megabytes(mark.programme_slug),
    )
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            data = form.cleaned_data
            filed = file_incident(mark, user=request.user, facts=data, uploads=data["files"])
            late = f"，已超过期限 {filed.late_days} 天" if filed.late_days else ""
            messages.success(request, f"已报告给运营机构{late}。")
            return reverse("portal:incident", args=[filed.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            add_refusal(form, refusal)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            add_errors(form, error)
    context: dict[str, Any] = {
        "organisation": mark.enterprise.organisation,
        "mark": mark,
        "form": form,
        "once": new_key(),
        "rows": mark.incidents.all(),
    }
    return render(
        request, "certification/duties/incidents/portal/new.html", context, status=422 if form.errors else 200
    )


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One of one's own, as it was reported; taken back while nobody has taken it up."""
    rows = Incident.objects.visible_to(request.user).select_related(
        "authorization__enterprise__organisation", "filed_by"
    )
    row = get_object_or_404(rows, pk=pk)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reason, seen = form.cleaned_data["reason"], parameters.revision(request.POST)
            take_back(row, user=request.user, seen=seen, reason=reason)
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "报告已撤回，运营机构已收到通知。")
            return redirect("portal:incident", pk=pk)
    may_edit = request.user.can(row.authorization.enterprise.organisation, "edit")  # type: ignore[union-attr]
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "mark": row.authorization,
        "files": row.files.select_related("file"),
        "decided": row.changes.last(),
        "letters": notices_on(row),
        "form": form if may_edit and row.state == IncidentState.REPORTED else None,
        # Where there is no form any more that could say it.
        "refused": form.non_field_errors() if row.state != IncidentState.REPORTED else [],
    }
    return render(
        request, "certification/duties/incidents/portal/one.html", context, status=422 if form.errors else 200
    )

"""The holder brings a new certificate under a mark."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from certification.authorizations.notices import notices_on
from certification.authorizations.suspensions.replacements.acts import fit_problems, offer, take_back
from certification.authorizations.suspensions.replacements.models import STANDING, Replacement
from certification.certificates.models import QualityCertificate
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose among the certificates that bodies have entered for this holder, or take the chosen one back; what does not
    fit says why."""
    rows = Replacement.objects.visible_to(request.user).select_related(
        "authorization__enterprise__organisation", "authorization__certificate", "certificate__body", "offered"
    )
    row = get_object_or_404(rows, pk=pk)
    held = QualityCertificate.objects.held_by(row.authorization.enterprise).exclude(pk=row.certificate_id)
    certificates = list(held.select_related("body__organisation").prefetch_related("body__terms"))
    error = ""
    if request.method == "POST" and parameters.token(request.POST, "act") == "take_back":
        take_back(row, user=request.user)
        messages.success(request, "新证书已撤回，请在更换期限内另选一张提交。")
        return redirect("portal:replacement", pk=pk)
    if request.method == "POST":
        chosen = next((item for item in certificates if item.pk == parameters.whole(request.POST, "certificate")), None)
        try:
            if chosen is None:
                raise NotPossible(["请从列表中选择一张证书。"])
            offer(row, chosen, user=request.user)
            messages.success(request, f"证书 {chosen.number} 已提交，由运营机构两人核对。")
            return redirect("portal:replacement", pk=pk)
        except NotPossible as refusal:
            error = str(refusal)
    context = {
        "organisation": row.authorization.enterprise.organisation,
        "row": row,
        "open": row.state in STANDING and row.offered is None,
        "letters": notices_on(row),
        "may_take_back": request.user.can(row.authorization.enterprise.organisation, "edit"),
        "choices": [{"row": item, "problems": fit_problems(row, item)} for item in certificates],
        "error": error,
    }
    return render(
        request,
        "certification/authorizations/suspensions/replacements/portal/one.html",
        context,
        status=422 if error else 200,
    )

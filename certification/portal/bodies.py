"""The pages of a certification body: its certificates, and the confirmations asked of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.states import ApplicationState
from certification.certificate_rules import RULES
from certification.checking import claim_problems
from certification.claiming import confirm, confirmation_facts, refuse
from certification.entering import enter_certificate
from certification.models import CertificateClaim, CertificationBody, QualityCertificate
from certification.portal.forms import CertificateForm, ReasonForm
from tianfu.accounts.access import BODY_MEMBER, requires
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, allowed
from tianfu.workflow.once import new_key, once
from tianfu.workflow.shown import FIELD, stamp


def body_of(request: HttpRequest) -> CertificationBody:
    """The body the person works for; 404 when its record is missing."""
    row = (
        CertificationBody.objects.filter(
            organisation__memberships__user=request.user, organisation__memberships__status="active"
        )
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise Http404("您所在的机构尚未登记为认证机构。")
    return row


@requires(BODY_MEMBER)
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    body, today = body_of(request), clock.today()
    rows = list(body.certificates.all()[:200])
    for row in rows:
        row.label = row.effective_label(today)
    return render(request, "portal/body/certificates.html", {"organisation": body.organisation, "rows": rows})


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate_new(request: HttpRequest) -> HttpResponse:
    body = body_of(request)
    form = CertificateForm(request.POST or None, request.FILES or None, body=body)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            row = enter_certificate(body, form.save(commit=False), form.cleaned_data["file"], user=request.user)
            messages.success(request, f"证书 {row.number} 已录入，持证企业现在可以选用。")
            return reverse("portal:certificates")

        try:
            return once(request, act)
        except ValidationError as error:
            form.add_error("file", "".join(error.messages))
    context = {"organisation": body.organisation, "form": form, "once": new_key()}
    return render(request, "portal/body/certificate_new.html", context, status=422 if form.errors else 200)


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate with its history; the body suspends, reinstates, withdraws or cancels it here."""
    row = get_object_or_404(QualityCertificate.objects.visible_to(request.user).select_related("body", "file"), pk=pk)
    acts = [name for name in RULES if allowed(row, request.user, name)[0]]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act, seen = request.POST.get("act", ""), request.POST.get("seen", "")
        if act not in RULES:
            form.add_error(None, "请选择要办理的事项。")
        else:
            revision = int(seen) if seen.isdigit() else -1
            advance(row, act, actor=request.user, seen=revision, note=form.cleaned_data["note"])
            messages.success(request, f"{RULES[act].label}已办理，相关授权的状态已同步。")
            return redirect("portal:certificate", pk=pk)
    context = {
        "organisation": row.body.organisation,
        "row": row,
        "label": row.effective_label(clock.today()),
        "acts": [{"name": name, "label": RULES[name].label} for name in acts],
        "form": form,
        "events": [
            {"at": change.at, "who": str(change.actor), "what": RULES[change.transition].label, "note": change.note}
            for change in row.changes.select_related("actor").order_by("-revision")
        ],
        "authorizations": row.authorizations.exclude(number=None),
    }
    return render(request, "portal/body/certificate.html", context, status=422 if form.errors else 200)


@requires(BODY_MEMBER)
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """Claims on this body's certificates whose case is at 证书核验."""
    body = body_of(request)
    rows = CertificateClaim.objects.filter(
        certificate__body=body, application__state=ApplicationState.CERTIFICATE_CHECK
    ).select_related("application__enterprise__organisation", "application__product", "certificate")
    return render(request, "portal/body/confirmations.html", {"organisation": body.organisation, "rows": rows})


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    body = body_of(request)
    claim = get_object_or_404(
        CertificateClaim.objects.filter(certificate__body=body)
        .exclude(application__state=ApplicationState.DRAFT)
        .select_related("application__enterprise__organisation", "application__product", "certificate__file"),
        pk=pk,
    )
    error, status = "", 200
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            if request.POST.get("act") == "confirm":
                revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
                confirm(claim, user=request.user, seen=revision, shown=request.POST.get(FIELD, ""))
                messages.success(request, "已确认，申报进入下一环节。")
            else:
                reason = request.POST.get("reason", "")
                refuse(claim, user=request.user, reason=reason, shown=request.POST.get(FIELD, ""))
                messages.success(request, "已记录不予确认的理由，并告知经办人。")
            return redirect("portal:confirmations")
        except NotPossible as refusal:
            error, status = str(refusal), 422
    context = {
        "organisation": body.organisation,
        "claim": claim,
        "application": claim.application,
        "problems": claim_problems(claim.application),
        "error": error,
        "shown": stamp(confirmation_facts(claim)),
        "open": claim.application.state == ApplicationState.CERTIFICATE_CHECK,
        "may_sign": request.user.can(body.organisation, "sign"),
    }
    return render(request, "portal/body/confirmation.html", context, status=status)

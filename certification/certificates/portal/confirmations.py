"""The confirmations asked of a certification body."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from applications.cases.standing.position import due_in_words
from applications.cases.states import ApplicationState
from applications.models import Application
from certification.bodies.choice import bodies_of, body_context
from certification.certificates.claims.acts import confirm, confirmation_facts, refuse
from certification.certificates.claims.examination import claim_problems
from certification.certificates.issued.overview import waiting_claims
from certification.certificates.models import CertificateClaim
from tianfu.accounts.access.rules import BODY_MEMBER, requires
from tianfu.inbox.page_links import page_links
from tianfu.text import parameters
from tianfu.workflow import clock
from tianfu.workflow.calendar.working_days import calendar
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.posted import read_stamp, seen
from tianfu.workflow.signatures.shown import stamp

PAGE = 50


@requires(BODY_MEMBER)
@require_safe
def confirmations(request: HttpRequest) -> HttpResponse:
    """Claims on the chosen body's certificates whose case is at 证书核验, the most urgent first, in pages."""
    context, today, days = body_context(request), clock.today(), calendar()
    found = Paginator(waiting_claims(context["body"]), PAGE).get_page(parameters.page(request.GET))
    for claim in found.object_list:
        due = claim.application.due_on
        claim.words = due_in_words(due, today, days) if due else ""
    context |= {"rows": found.object_list, **page_links(request.path, found, {})}
    return render(request, "certification/certificates/portal/confirmations.html", context)


def _waits(claim: CertificateClaim) -> bool:
    return Application.objects.filter(pk=claim.application_id, state=ApplicationState.CERTIFICATE_CHECK).exists()


@requires(BODY_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    claim = get_object_or_404(
        CertificateClaim.objects.filter(certificate__body__in=bodies_of(request.user))
        .exclude(application__state=ApplicationState.DRAFT)
        .select_related("application__enterprise__organisation", "application__product_version", "certificate__file"),
        pk=pk,
    )
    body = claim.certificate.body
    error, status, reason = "", 200, claim.refused_reason
    if request.method == "POST":
        try:
            if parameters.token(request.POST, "act") == "confirm":
                revision = seen(request)
                confirm(claim, user=request.user, seen=revision, shown=read_stamp(request))
                messages.success(request, "已确认，申报进入下一环节。")
            else:
                reason = parameters.passage(request.POST, "reason")
                refuse(claim, user=request.user, reason=reason, shown=read_stamp(request))
                messages.success(request, "已记录不予确认的理由，并告知经办人。")
            return redirect("portal:confirmations")
        except NotPossible as refusal:
            if reason.strip() and not _waits(claim):
                raise  # the form is gone: the page of the refusal gives the typed reason back
            error, status = str(refusal), 422
    context = {
        "organisation": body.organisation,
        "claim": claim,
        "application": claim.application,
        "problems": claim_problems(claim.application),
        "error": error,
        "reason": reason,
        "shown": stamp(confirmation_facts(claim)),
        "open": claim.application.state == ApplicationState.CERTIFICATE_CHECK,
        "may_sign": request.user.can(body.organisation, "sign"),
    }
    return render(request, "certification/certificates/portal/confirmation.html", context, status=status)

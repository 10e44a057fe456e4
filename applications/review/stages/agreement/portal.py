"""The enterprise signs 授权协议."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.cases.portal.pages import crumbs, own_case
from applications.form.portal.declaration import sign, signing_context
from applications.review.stages.agreement.acts import sign_for_enterprise
from applications.review.stages.agreement.text import KEY
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The enterprise signs 授权协议; the operator's signature then authorizes."""
    application = own_case(request, pk)
    if application.state != KEY:
        return redirect("portal:application", pk=pk)
    context = {
        "organisation": application.enterprise.organisation,
        "application": application,
        "crumbs": crumbs(application, "签署授权协议"),
        **signing_context(request, application, KEY),
    }
    back = reverse("portal:application", args=[pk])
    return sign(
        request,
        application,
        sign_for_enterprise,
        context,
        "applications/review/stages/agreement/portal/sign.html",
        back,
    )

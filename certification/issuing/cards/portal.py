"""The holder's cards: one for each version of the certificate, made when it is asked for."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.suspensions.causes import use_warning
from certification.issuing.cards.acts import card_of, make_card
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow import clock


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def authorization_card(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation")
    row = get_object_or_404(rows, pk=pk)
    certificate = row.certificates.select_related("paper__file").last()
    if certificate is None:
        raise Http404("证书尚未制成。")
    problems: list[str] = []
    if request.method == "POST":
        try:
            make_card(certificate)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, "卡片已制成，可以下载。")
            return redirect("portal:authorization_card", pk=pk)
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "certificate": certificate,
        "card": card_of(certificate),
        "warning": use_warning(row, clock.today()),
        "problems": problems,
    }
    return render(request, "certification/issuing/cards/portal/card.html", context, status=422 if problems else 200)

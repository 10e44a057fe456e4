"""What the holder copies into a web shop, with a preview of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.suspensions.causes import use_warning
from certification.register.embed.snippets import snippets
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.workflow import clock


@requires(ENTERPRISE_MEMBER)
@require_safe
def authorization_embed(request: HttpRequest, pk: int) -> HttpResponse:
    rows = Authorization.objects.visible_to(request.user).select_related("enterprise__organisation")
    row = get_object_or_404(rows, pk=pk)
    if row.published_at is None:
        raise Http404("授权尚未公布。")
    context = {
        "organisation": row.enterprise.organisation,
        "row": row,
        "warning": use_warning(row, clock.today()),
        "snippets": snippets(row),
    }
    return render(request, "certification/register/embed/portal/embed.html", context)

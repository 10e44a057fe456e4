"""企业认领: a prefecture officer compares the licence and decides."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from applications.claiming import decide_claim
from applications.console.access import CLAIM_OFFICERS
from applications.console.forms import ClaimDecisionForm
from applications.console.pages import page
from applications.models import EnterpriseClaim
from tianfu.accounts.access import requires
from tianfu.accounts.roles import Role
from tianfu.ledger.viewing import viewed
from tianfu.text import parameters
from tianfu.text.columns import having
from tianfu.text.search_key import search_terms
from tianfu.workflow.door import NotPossible


def _claims(request: HttpRequest) -> "QuerySet[EnterpriseClaim]":
    rows = EnterpriseClaim.objects.select_related(
        "enterprise__organisation", "enterprise__registered_region", "user", "licence", "decided_by"
    )
    scope = request.user.regions_for(Role.PREFECTURE_OFFICER)
    return rows if scope is None else rows.filter(enterprise__registered_region_id__in=scope)


@requires(CLAIM_OFFICERS)
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Waiting ones first, then the last hundred decided; `q` finds by name or credit code, however written."""
    text = parameters.word(request.GET, "q")
    rows = _claims(request).filter(having("enterprise__organisation__search", search_terms(text)))
    waiting = list(rows.filter(status=EnterpriseClaim.Status.PENDING).order_by("claimed_at"))
    decided = list(rows.exclude(status=EnterpriseClaim.Status.PENDING).order_by("-decided_at")[:100])
    return page(
        request, "console/claims.html", {"title": "企业认领", "waiting": waiting, "decided": decided, "q": text}
    )


@requires(CLAIM_OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_claims(request), pk=pk)
    viewed(request, row.enterprise, "claimant", "licence")
    form = ClaimDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approve = parameters.token(request.POST, "act") == "approve"
        try:
            decide_claim(row, user=request.user, approve=approve, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error("reason", error.messages[0])
        except NotPossible as refusal:
            form.add_error(None, ValidationError(refusal.problems))
        else:
            messages.success(request, "认领已通过，企业可以提交申报。" if approve else "已告知对方未通过的理由。")
            return redirect("console:claims")
    context = {"title": f"企业认领：{row.enterprise}", "row": row, "form": form}
    return page(request, "console/claim.html", context, 422 if form.errors else 200)

"""The enterprise reads its own risk class, why, and what it was before; nobody else's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from applications.portal.pages import current_enterprise
from supervision.lists.models import RiskClass
from supervision.lists.risk import KEYS
from tianfu.accounts.access import ENTERPRISE_MEMBER, requires
from tianfu.workflow.policies import policy_values

SHOWN = 24


@requires(ENTERPRISE_MEMBER)
@require_safe
def risk(request: HttpRequest) -> HttpResponse:
    """Of the enterprise the session acts for; one whose claim is not verified has none."""
    enterprise = current_enterprise(request)
    verified = enterprise is not None and enterprise.verified_at is not None
    rows = list(RiskClass.objects.filter(uscc=enterprise.uscc)[:SHOWN]) if enterprise is not None and verified else []
    context = {
        "organisation": enterprise and enterprise.organisation,
        "standing": next((row for row in rows if row.superseded_at is None), None),
        "earlier": [row for row in rows if row.superseded_at is not None],
        "values": {key.partition(".")[2]: value for key, value in policy_values(KEYS).items()},
    }
    return render(request, "portal/risk.html", context)


urlpatterns = [path("risk/", risk, name="risk")]

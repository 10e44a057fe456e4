"""What this floor knows against an application at submission and decision."""

from typing import TYPE_CHECKING

from django.db.models import Q

from applications.cases.rules.screening import register_check
from applications.cases.search import register_known_by
from certification.authorizations.models.authorization import Authorization
from certification.states import LIVE
from tianfu.workflow import clock

if TYPE_CHECKING:
    from applications.models import Application


@register_check("certificate_still_valid")
def certificate_still_valid(application: "Application") -> list[str]:
    """Route 品质认证 stands on its certificate until the very decision."""
    claim = getattr(application, "certificate_claim", None)
    if application.basis != "certificate" or claim is None:
        return []
    certificate, today = claim.certificate, clock.today()
    if certificate.is_valid(today):
        return []
    return [f"质量认证证书 {certificate.number} 当前“{certificate.effective_label(today)}”。"]


@register_check("no_live_authorization")
def no_live_authorization(application: "Application") -> list[str]:
    """One live authorization per product (domain 8.4)."""
    live = Authorization.objects.filter(
        product=application.product_id,
        programme=application.programme_version.programme_id,
        state__in=LIVE,
        ends_on__gte=clock.today(),
    )
    return [f"该产品已有有效授权 {row}。" for row in live]


@register_known_by
def authorization_number(key: str) -> Q:
    """An officer finds the case also by the number that was granted on it."""
    return Q(authorization__search__contains=key)

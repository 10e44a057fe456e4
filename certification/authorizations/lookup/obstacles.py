"""What marks say against an application at submission and decision, and how they help to find it."""

from django.db.models import Q

from applications.cases.rules.obstacles import register_check
from applications.cases.search import register_known_by
from applications.models import Application
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import LIVE
from tianfu.accounts.access.scope import NOTHING
from tianfu.text.columns import indexed
from tianfu.workflow import clock
from tianfu.workflow.numbers import beginning


@register_check("no_live_authorization")
def no_live_authorization(application: Application) -> list[str]:
    """One live authorization per product (domain 8.4)."""
    # A renewal continues the one it names; the days of both do not overlap.
    live = Authorization.objects.filter(
        product=application.product_id,
        programme=application.programme_version.programme_id,
        state__in=LIVE,
        ends_on__gte=clock.today(),
    ).exclude(application=application.renews_id)
    return [f"该产品已有有效授权 {row}。" for row in live]


@register_known_by
def authorization_number(key: str) -> Q:
    """An officer finds the case also by the number that was granted on it, or its beginning."""
    if not key.isascii():  # no number holds Chinese characters; the names on a mark are those of its case
        return NOTHING
    began = beginning(key)
    wanted = Q(number__startswith=began) if began else indexed("search", [key])
    return Q(pk__in=Authorization.objects.filter(wanted).order_by().values("application"))

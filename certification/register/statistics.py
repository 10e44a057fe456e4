"""Numbers that are true today, from the same rows as every list."""

from datetime import date

from django.db.models import Count, Q

from applications.cases.states import ApplicationState
from applications.models import Application
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState


def true_today(day: date) -> dict[str, int]:
    """有效授权, 本年新增, 在公示 as of `day`."""
    counts = Authorization.objects.published().aggregate(
        active=Count("pk", filter=Q(state=AuthorizationState.ACTIVE, ends_on__gte=day)),
        this_year=Count("pk", filter=Q(decided_on__year=day.year)),
    )
    noticed = Application.objects.filter(state=ApplicationState.PUBLIC_NOTICE).count()
    return {**counts, "noticed": noticed}

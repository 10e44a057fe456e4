"""Numbers that are true today, kept rather than counted (`certification.authorizations.lookup.counts`)."""

from datetime import date

from applications.cases.states import ApplicationState
from applications.models import Application
from certification.authorizations.lookup import counts
from certification.authorizations.states import AuthorizationState


def true_today(day: date) -> dict[str, int]:
    """有效授权, 本年新增, 在公示 as of `day`."""
    kept, active = counts.table(), AuthorizationState.ACTIVE
    return {
        "active": sum(number for (state, _), number in kept.items() if state == active) - counts.over(day, (active,)),
        "this_year": sum(number for (_, year), number in kept.items() if year == day.year),
        "noticed": Application.objects.filter(state=ApplicationState.PUBLIC_NOTICE).count(),
    }

"""What the home page calls the newest authorizations: those that may be used today come first."""

from datetime import date

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState

SHOWN = 6


def newest_first_valid(today: date) -> list[Authorization]:
    """The newest valid ones; only where there are too few, the newest of the others after them. Two queries at most."""
    rows = Authorization.objects.published().with_effective_state(today).order_by("-pk")
    newest = list(rows.filter(state=AuthorizationState.ACTIVE, ends_on__gte=today)[:SHOWN])
    if len(newest) < SHOWN:
        newest += rows.exclude(pk__in=[row.pk for row in newest])[: SHOWN - len(newest)]
    return newest

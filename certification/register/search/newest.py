"""What the home page calls the newest authorizations: those that may be used today come first."""

from datetime import date

from django.db.models import QuerySet

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from tianfu.queries.given import Given

SHOWN = 6


def valid_rows(today: "date | Given") -> QuerySet[Authorization]:
    """The newest valid ones."""
    rows = Authorization.objects.published().filter(state=AuthorizationState.ACTIVE, ends_on__gte=today)
    return rows.order_by("-pk")[:SHOWN]


def newest_first_valid(today: date) -> list[Authorization]:
    """The newest valid ones; only where there are too few, the newest of the others after them. Two queries at most."""
    newest = list(valid_rows(today))
    if len(newest) < SHOWN:
        rows = Authorization.objects.published().order_by("-pk")
        newest += rows.exclude(pk__in=[row.pk for row in newest])[: SHOWN - len(newest)]
    return newest

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


def newest_first_valid(today: date, valid: list[Authorization] | None = None) -> list[Authorization]:
    """The newest valid ones (`valid`, where they are read already); only where there are too few, the newest of the
    others after them. Each has its `effective` state. Two queries at most."""
    newest = list(valid_rows(today)) if valid is None else list(valid)
    if len(newest) < SHOWN:
        rows = Authorization.objects.published().order_by("-pk")
        newest += rows.exclude(pk__in=[row.pk for row in newest])[: SHOWN - len(newest)]
    for row in newest:
        row.effective = row.effective_on(today)
    return newest

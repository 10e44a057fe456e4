"""Whose samples they are."""

from typing import Any

from django.db.models import Q, QuerySet

from supervision.inspections.samples.models import Sample


def own_samples(user: Any) -> QuerySet[Sample]:
    """Samples taken of the reader's enterprises and bodies: it stood beside when they were sealed."""
    mine = [row.organisation_id for row in user.active_memberships]
    return Sample.objects.filter(
        Q(task__object__authorization__enterprise__organisation__in=mine) | Q(task__object__body__organisation__in=mine)
    ).filter(task__visited_on__isnull=False)

"""Checks of which the inspected side has been told."""

from typing import Any

from django.db.models import Q, QuerySet

from supervision.inspections.models import InspectionTask
from supervision.inspections.states import TaskState

# What the object may not know of yet.
_UNKNOWN = (TaskState.ASSIGNED,)
_SEALED = Q(plan__sealed=True, plan__revealed_at=None, visited_on=None)


def told_to(user: Any) -> QuerySet[InspectionTask]:
    """Checks of this person's enterprises and bodies of which they have been told."""
    mine = [row.organisation_id for row in user.active_memberships]
    rows = (
        InspectionTask.objects.filter(
            Q(object__authorization__enterprise__organisation__in=mine) | Q(object__body__organisation__in=mine)
        )
        .exclude(state__in=_UNKNOWN)
        .exclude(_SEALED)
    )
    return rows.select_related(
        "object__authorization__enterprise__organisation", "object__body__organisation", "plan", "pick"
    )

"""Checks that an organiser oversees."""

from typing import Any

from django.db.models import QuerySet

from supervision.inspections.models import InspectionTask
from tianfu.accounts.roles import Role


def overseen(user: Any) -> QuerySet[InspectionTask]:
    """Of his regions, and never of a team in which he stands or stood."""
    regions = user.regions_for(Role.SPOTCHECK_MANAGER)
    rows = InspectionTask.objects.exclude(members__inspector__user=user)
    return rows if regions is None else rows.filter(object__region__in=regions)

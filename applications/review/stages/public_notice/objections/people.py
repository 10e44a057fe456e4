"""Whose acts on a case are acts on its objections, for whoever must not have taken part."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from applications.review.stages.public_notice.models import Objection, ObjectionAnswer


def handlers(case: Any, user: Any) -> Iterable[tuple[str, "QuerySet[Any]"]]:
    """Work of the desk that publishes the notice."""
    mine = Q(recorded_by=user) | Q(closed_by=user) | Q(summary_by=user) | Q(summary_checked_by=user)
    yield "异议登记或核查", Objection.objects.filter(mine, notice__application=case)


def heard(case: Any, user: Any) -> Iterable[tuple[str, "QuerySet[Any]"]]:
    """What a former member of the enterprise answered."""
    yield "异议陈述", ObjectionAnswer.objects.filter(objection__notice__application=case, answered_by=user)

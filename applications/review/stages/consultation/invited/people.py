"""Whose acts in 征求意见 are acts on a case, for whoever must not have taken part."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from applications.review.stages.consultation.models import Consultation, ConsultationAnswer

if TYPE_CHECKING:
    from django.db.models import QuerySet


def asked(case: Any, user: Any) -> Iterable[tuple[str, "QuerySet[Any]"]]:
    """Who asked answers for no department."""
    yield "发出征求意见", Consultation.objects.filter(application=case, asked_by=user)


def answered(case: Any, user: Any) -> Iterable[tuple[str, "QuerySet[Any]"]]:
    yield "部门答复", ConsultationAnswer.objects.filter(consultation__application=case, answered_by=user)

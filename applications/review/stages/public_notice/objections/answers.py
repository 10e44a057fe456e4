"""Objections that wait for the applicant's words: on the portal's home until somebody has answered."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from applications.cases.states import LIVE
from applications.enterprises.models import Enterprise
from applications.enterprises.todo import Todo, register
from applications.review.stages.public_notice.models import Objection
from applications.review.stages.public_notice.objections.limits import answer_due


def unanswered(enterprise: Enterprise) -> "QuerySet[Objection]":
    """Those whose checked summary was sent, that stand and that nobody of the enterprise has answered."""
    return Objection.objects.filter(
        notice__application__enterprise=enterprise,
        notice__application__state__in=LIVE,
        summary_checked_at__isnull=False,
        closed_at=None,
        answers=None,
    ).select_related("notice__application__programme_version__programme", "notice__application__product_version")


def to_answer(row: Objection) -> Iterable[Todo]:
    case, due = row.notice.application, answer_due(row)
    yield Todo(
        title=case.product_version.name,
        what="公示期内收到一项异议，请陈述情况",
        url=reverse("portal:objection", args=[case.pk, row.pk]),
        action="陈述情况",
        due=due.date if due else None,
    )


register("objections", unanswered, to_answer)

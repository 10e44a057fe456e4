"""What waits for the holder: an authorization in the days in which it may be renewed."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from applications.cases.states import LIVE as LIVE_CASES
from applications.enterprises.todo import Todo, register
from applications.models import Application, Enterprise
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from certification.changes.renewals.window import renewable, window
from tianfu.workflow import clock


def renewals(enterprise: Enterprise) -> "QuerySet[Authorization]":
    """In force, neither renewed nor asked for."""
    today = clock.today()
    asked = Application.objects.filter(renews=OuterRef("application"), state__in=LIVE_CASES)
    done = Authorization.objects.filter(previous=OuterRef("pk"), state=AuthorizationState.PENDING)
    rows = Authorization.objects.filter(enterprise=enterprise, state=AuthorizationState.ACTIVE, ends_on__gte=today)
    return rows.filter(~Exists(asked), ~Exists(done)).select_related("programme").order_by("ends_on", "pk")


def to_renew(row: Authorization) -> Iterable[Todo]:
    """In the days in which it may be."""
    today = clock.today()
    days = window(row, today)
    if days.opens_on <= today <= days.closes_on and renewable(row):
        yield Todo(
            title=row.product_name,
            what=f"授权 {row.number} 快到期，需要继续使用标识的请申报续期",
            url=reverse("portal:renewal", args=[row.pk]),
            action="申报续期",
            due=days.closes_on,
        )


register("renewals", renewals, to_renew)

"""Which authorizations a person may see, and the state people see on a day."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, CharField, F, Value, When

from applications.models import Application
from certification.authorizations.states import AuthorizationState

S = AuthorizationState


def effective_state(day: date) -> Case:
    """The state people see on `day`: 过期 from the day after the end, whether a job ran or not."""
    return Case(
        When(state__in=[S.ACTIVE, S.SUSPENDED], ends_on__lt=day, then=Value(S.EXPIRED.value)),
        default=F("state"),
        output_field=CharField(),
    )


class AuthorizationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "AuthorizationQuerySet":
        return self.filter(
            enterprise__organisation__memberships__user=user, enterprise__organisation__memberships__status="active"
        )

    def on_console_for(self, user: Any) -> "AuthorizationQuerySet":
        """As the cases they come from: prefectures their region, the province all."""
        return self.filter(application__in=Application.objects.on_console_for(user))

    def published(self) -> "AuthorizationQuerySet":
        """What the public may read: everything whose certificate was issued."""
        return self.filter(published_at__isnull=False)

    def with_effective_state(self, day: date) -> "AuthorizationQuerySet":
        return self.annotate(effective=effective_state(day))

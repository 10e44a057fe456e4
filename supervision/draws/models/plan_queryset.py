"""Which draws a person may see, which are public, and which wait for their numbers."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F

from supervision.draws.states import DrawState
from tianfu.accounts.roles import Role

_SEE_ALL = frozenset({Role.AUDITOR, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER})


class DrawPlanQuerySet(models.QuerySet[Any]):
    def public(self) -> "DrawPlanQuerySet":
        """Those with a number: every committed plan stays, a void one as well (trust.md A.1, rows 6 and 7)."""
        return self.filter(number__isnull=False)

    def awaiting_values(self, now: datetime) -> "DrawPlanQuerySet":
        """Committed, their numbers out, and no round in which two typed the same: once one is, the job has its turn."""
        agreed = self.filter(entries__second_values=F("entries__first_values"), entries__second_by__isnull=False)
        return self.filter(state=DrawState.COMMITTED, seed_after__lte=now).exclude(pk__in=agreed.values("pk"))

    def on_console_for(self, user: Any) -> "DrawPlanQuerySet":
        """All of them for the province and the auditor, those of his own prefecture for its organiser."""
        if user.roles & _SEE_ALL:
            return self
        regions = user.regions_for(Role.SPOTCHECK_MANAGER)
        return self if regions is None else self.filter(region__in=regions)

"""Which checks a person may see, and which are public."""

from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf

from supervision.inspections.models.member import TaskMember
from supervision.inspections.states import OPEN
from tianfu.accounts.roles import Role

_SEE_ALL = frozenset({Role.AUDITOR, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER})


class InspectionTaskQuerySet(models.QuerySet[Any]):
    def public(self) -> "InspectionTaskQuerySet":
        """Results that everybody may read."""
        return self.filter(published_at__isnull=False)

    def with_final_word(self) -> "InspectionTaskQuerySet":
        """Each row with `final`: the word as it stands after its corrections."""
        return self.annotate(final=Coalesce(NullIf("corrected_word", Value("")), "word"))

    def unfinished(self) -> "InspectionTaskQuerySet":
        """Cases that are not over."""
        return self.filter(state__in=OPEN)

    def of_team(self, user: Any) -> "InspectionTaskQuerySet":
        """Tasks in whose team this person stands now. A replaced member has lost them."""
        if Role.INSPECTOR not in user.roles:
            return self.none()
        return self.filter(pk__in=TaskMember.objects.filter(inspector__user=user, replaced_at=None).values("task"))

    def on_console_for(self, user: Any) -> "InspectionTaskQuerySet":
        """All for the province and the auditor, an organiser's own prefectures, an inspector's own teams; for the
        operator the published results about authorizations, on which it may act."""
        if user.roles & _SEE_ALL:
            return self
        regions = user.regions_for(Role.SPOTCHECK_MANAGER)
        if regions is None:
            return self
        found = Q(object__region__in=regions) | Q(pk__in=self.of_team(user).values("pk"))
        if Role.OPERATOR_OFFICER in user.roles:
            found |= Q(published_at__isnull=False, object__authorization__isnull=False)
        return self.filter(found)

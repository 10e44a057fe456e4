"""Which checks a person may see, and which are public."""

from typing import Any

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce, NullIf

from supervision.directories.scope import about_marks
from supervision.inspections.models.member import TaskMember
from supervision.inspections.states import OPEN
from tianfu.accounts.access.scope import scope_of
from tianfu.accounts.roles import Role

_SEE_ALL = (Role.AUDITOR, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER)
_MARK = "object__authorization"


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
        operator the published results about authorizations, on which it may act. Who works for one programme has those
        about its marks, and about none."""
        whole = about_marks(user, _SEE_ALL, _MARK)
        regions = user.regions_for(Role.SPOTCHECK_MANAGER)
        if whole == Q() or regions is None:
            return self
        found = Q(object__region__in=regions) | Q(pk__in=self.of_team(user).values("pk"))
        if whole is not None:
            found |= whole
        operated = scope_of(user, [Role.OPERATOR_OFFICER], regional=False, prefix=f"{_MARK}__")
        if operated is not None:
            found |= Q(published_at__isnull=False, object__authorization__isnull=False) & operated
        return self.filter(found)

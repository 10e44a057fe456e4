"""Which cases a person may see."""

from typing import Any

from django.db import models

from applications.cases.states import LIVE
from applications.cases.states import ApplicationState as S
from tianfu.accounts.access.scope import any_of, scope_of
from tianfu.accounts.roles import Role

_WHOLE = (Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR)
_PREFECTURES = (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """Cases of the user's own enterprises, deleted drafts left out; the console uses `on_console_for`."""
        return self.exclude(state=S.DISCARDED).filter(
            enterprise__organisation__memberships__user=user, enterprise__organisation__memberships__status="active"
        )

    def on_console_for(self, user: Any) -> "ApplicationQuerySet":
        """Filed cases a member of staff may read: prefectures their region, the province all; each within the
        programmes the role is held for."""
        filed = self.exclude(state__in=[S.DRAFT, S.DISCARDED])
        return filed.filter(any_of(scope_of(user, _WHOLE, regional=False), scope_of(user, _PREFECTURES)))

    def live(self) -> "ApplicationQuerySet":
        return self.filter(state__in=LIVE)

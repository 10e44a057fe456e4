"""标识使用登记 on the pages of an authorization."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.states import AuthorizationState
from certification.duties.usages.states import UsageState


def _counted(authorization: Authorization) -> tuple[int, int, int]:
    found = authorization.usages.aggregate(
        approved=Count("pk", filter=Q(state=UsageState.APPROVED)),
        waiting=Count("pk", filter=Q(state=UsageState.REGISTERED)),
        returned=Count("pk", filter=Q(state=UsageState.RETURNED)),
    )
    return found["approved"], found["waiting"], found["returned"]


def _words(approved: int, waiting: int, returned: int) -> str:
    parts = [f"已登记 {approved} 项"]
    if waiting:
        parts.append(f"等待审核 {waiting} 项")
    if returned:
        parts.append(f"已退回 {returned} 项，请修改")
    return "，".join(parts)


def of_holder(authorization: Authorization, day: date) -> Entry | None:
    """Open to register while the mark is in force; afterwards the list alone, if there is one."""
    counted = _counted(authorization)
    in_force = authorization.effective_on(day) == AuthorizationState.ACTIVE
    if not in_force and not any(counted):
        return None
    what = _words(*counted) if any(counted) else "在包装、说明书、经营场所、广告宣传上使用标识前，请登记并附样图"
    url = reverse("portal:usages", args=[authorization.pk])
    return Entry("标识使用登记", what, url, "登记和查看" if in_force else "查看")


def of_operator(authorization: Authorization, day: date) -> Entry | None:
    """How many stand and wait."""
    approved, waiting, returned = _counted(authorization)
    if not approved + waiting + returned:
        return None
    what = _words(approved, waiting, 0) + (f"，已退回 {returned} 项" if returned else "")
    url = reverse("console:usages") + f"?all=1&authorization={authorization.pk}"
    return Entry("标识使用登记", what, url)


register_entry("usages", __name__, holder=of_holder, operator=of_operator, order=20)

"""注销 on the pages of its authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.states import AuthorizationState

_STANDING = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)


def _holder(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.cancellation_requests.waiting().first()
    if row is not None:
        return Entry("注销", "注销申请正在办理，办结以前可以撤回", reverse("portal:cancellation", args=[row.pk]))
    if authorization.effective_on(day) not in _STANDING:
        return None
    url = reverse("portal:cancellation_new", args=[authorization.pk])
    return Entry("注销", "产品不再生产或者不再需要使用标识的，可以申请注销授权", url, action="申请")


def _operator(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.cancellation_requests.waiting().first()
    if row is None:
        return None
    url = reverse("console:cancellation", args=[row.pk])
    return Entry("注销申请", f"原因：{row.get_reason_display()}", url, due=row.due_on)


register_entry("cancellations", __name__, holder=_holder, operator=_operator, order=90)

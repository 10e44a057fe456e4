"""变更 on the pages of its authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.states import AuthorizationState

_STANDING = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)


def _holder(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.change_requests.open().first()
    if row is not None:
        url = reverse("portal:change_request", args=[row.pk])
        return Entry("变更", f"变更{row.get_kind_display()}的申请：{row.get_state_display()}", url)
    if authorization.effective_on(day) not in _STANDING:
        return None
    url = reverse("portal:change_kinds", args=[authorization.pk])
    return Entry(
        "变更", "名称和住所、型号规格、执行标准、商标、生产场所有变化的，在这里申请，换发新证", url, action="申请"
    )


def _operator(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.change_requests.open().first()
    if row is None:
        return None
    what = f"变更{row.get_kind_display()}的申请：{row.get_state_display()}"
    return Entry("变更申请", what, reverse("console:change_request", args=[row.pk]), due=row.due_on)


register_entry("change_requests", __name__, holder=_holder, operator=_operator, order=10)

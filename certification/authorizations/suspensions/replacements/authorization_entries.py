"""A certificate that has to be replaced, on the pages of its authorization."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.suspensions.replacements.models import STANDING


def _holder(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.replacements.filter(state__in=STANDING).first()
    if row is None:
        return None
    return Entry(
        title="请更换质量认证证书",
        what=f"原因：{row.get_cause_display()}",
        url=reverse("portal:replacement", args=[row.pk]),
        action="查看" if row.offered_id else "提交新证书",
        due=row.due_on,
    )


def _operator(authorization: Authorization, day: date) -> Entry | None:
    row = authorization.replacements.filter(state__in=STANDING).first()
    if row is None:
        return None
    return Entry(
        title="更换质量认证证书",
        what=f"{row.get_cause_display()}，{row.get_state_display()}",
        url=reverse("console:replacement", args=[row.pk]),
        due=row.due_on,
    )


register_entry("replacement", __name__, holder=_holder, operator=_operator)

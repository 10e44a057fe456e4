"""Causes of suspensions, the holder's answers, and what befell the certificate below, in the timeline."""

from collections.abc import Iterable

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events

_OPERATOR, _HOLDER, _BODY = "运营机构", "持有人", "认证机构"


def _causes(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.suspensions.all():
        label = row.get_cause_display()
        yield Event(row.since, f"暂停原因：{label}", note=row.reason, tone="wait")
        if row.lifted_at is not None:
            yield Event(row.lifted_at, f"暂停原因消除：{label}", note=row.lifted_note)


def _answers(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.restorations.select_related("suspension", "filed_by"):
        cause = row.suspension.get_cause_display()
        yield Event(
            row.filed_at,
            f"{row.get_kind_display()}：{cause}",
            role=_HOLDER,
            person=str(row.filed_by),
            note=row.get_state_display(),
            holder=reverse("portal:restoration", args=[row.pk]),
            operator=reverse("console:restoration", args=[row.pk]),
        )
    for asked in authorization.suspension_requests.select_related("filed_by"):
        yield Event(asked.filed_at, "申请暂停", role=_HOLDER, person=str(asked.filed_by), note=asked.text)
        if asked.retracted_at is not None:
            yield Event(asked.retracted_at, "撤回暂停申请", role=_HOLDER)


def _certificate(authorization: Authorization) -> Iterable[Event]:
    """From the mark's first day: what came before is the case's."""
    certificate = authorization.certificate
    if certificate is None:
        return
    for change in certificate.changes.filter(at__gte=authorization.application.submitted_at).select_related("actor"):
        what = f"质量认证证书 {certificate.number}：{certificate.rule(change.transition).label}"
        yield Event(change.at, what, role=_BODY, person=str(change.actor or "系统"), note=change.note)


register_events("causes", __name__, _causes)
register_events("answers", __name__, _answers)
register_events("certificate", __name__, _certificate)

"""The certificate's state bounds the mark's (domain 7.3), in the certificate's own transaction."""

from django.db.models import QuerySet

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState, Cause
from certification.authorizations.suspensions.acts import add_cause, cause_added, cause_lifted, lift_cause
from certification.certificates.models import QualityCertificate
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance, lock

S = AuthorizationState


def follow_certificate(certificate: QualityCertificate, transition: str, note: str) -> None:
    """Suspended or ended: the mark is suspended at once. Reinstated: that cause is lifted, and the mark comes back
    when no other is open. 撤销 of the mark itself is left to two people.
    """
    for authorization in in_force(certificate):
        locked = lock(authorization)
        reason = f"质量认证证书 {certificate.number}：{note}"
        if transition == "reinstate":
            lift(locked, Cause.CERTIFICATE, reason)
        else:
            ended = transition in ("withdraw", "cancel")
            suspend(locked, Cause.CERTIFICATE_ENDED if ended else Cause.CERTIFICATE, reason)


def in_force(certificate: QualityCertificate) -> QuerySet[Authorization]:
    """Those the certificate bounds today; what has ended stays ended, though no job wrote it down yet."""
    in_force = certificate.authorizations.filter(state__in=[S.ACTIVE, S.SUSPENDED], ends_on__gte=clock.today())
    return in_force.order_by("pk")


def suspend(authorization: Authorization, cause: str, reason: str) -> None:
    """By the system, for what rests on the certificate; a cause that stands already is not written twice."""
    if authorization.suspensions.filter(cause=cause, lifted_at=None).exists():
        return
    add_cause(authorization, cause, reason)
    if authorization.state == S.ACTIVE:
        advance(authorization, "suspend", actor=SYSTEM, seen=authorization.revision, note=reason)
    else:
        cause_added(authorization, cause, reason, None)


def lift(authorization: Authorization, cause: str, reason: str) -> None:
    """By the system; only when no other cause is open the mark comes back."""
    if not authorization.suspensions.filter(cause=cause, lifted_at=None).exists():
        return
    lift_cause(authorization, cause, reason)
    if authorization.suspensions.filter(lifted_at=None).exists():
        cause_lifted(authorization, cause, reason, None)
    elif authorization.state == S.SUSPENDED:
        advance(authorization, "reinstate", actor=SYSTEM, seen=authorization.revision, note=reason)

"""The first day of a renewed authorization: it takes effect, with whatever still kept the old one down."""

import logging
from datetime import date

from django.db.models import Q

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.rules import lost_its_ground
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.cascade import suspend
from certification.authorizations.suspensions.causes import OF_THE_CERTIFICATE, is_a_fact
from tianfu.workflow.door import SYSTEM, Refused, advance
from tianfu.workflow.rounds import each

log = logging.getLogger(__name__)
S = AuthorizationState


def begin_due(today: date) -> int:
    """Activate the renewed ones whose first day has come, and end those whose old one was withdrawn or cancelled;
    returns how many. Safe to run twice. What its certificate keeps from beginning is met again in the next round."""
    gone = Q(previous__state__in=[S.WITHDRAWN, S.CANCELLED])
    rows = Authorization.objects.filter(gone | Q(starts_on__lte=today), state=S.PENDING, previous__isnull=False)
    return each("begin renewed", rows.select_related("previous", "certificate").order_by("pk"), _begin)


def _begin(row: Authorization) -> bool:
    if lost_its_ground(row):
        note = f"原授权 {row.previous} 已终止，续期的授权不再生效"
        advance(row, "cancel", actor=SYSTEM, seen=row.revision, note=note)
        return True
    if not row.certificate_issued():
        return False
    try:
        advance(row, "activate", actor=SYSTEM, seen=row.revision)
    except Refused as refusal:
        log.info("authorization %s does not begin: %s", row.pk, refusal)
        return False
    return True


def carry_causes(authorization: Authorization) -> None:
    """In the passage itself: causes that stood against the old one on its last day stand against the new one, with the
    same last day; those of a certificate only where they are true of the new one's."""
    if authorization.previous is None:
        return
    for old in authorization.previous.suspensions.filter(lifted_at=None):
        if old.cause in OF_THE_CERTIFICATE and not is_a_fact(authorization, old.cause):
            continue
        suspend(authorization, old.cause, f"原授权 {authorization.previous} 的暂停原因尚未消除：{old.reason}")
        authorization.suspensions.filter(cause=old.cause, lifted_at=None).update(limit_on=old.limit_on)

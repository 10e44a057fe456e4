"""到期: written down after midnight. What people see never waits for it (`effective_state`)."""

import logging
from datetime import date

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState as S
from tianfu.workflow.door import SYSTEM, Refused, advance
from tianfu.workflow.rounds import each

log = logging.getLogger(__name__)


def expire_ended(today: date) -> int:
    """Expire everything whose last day is over, however long nothing ran; returns how many. Safe to run twice."""
    ended = Authorization.objects.filter(state__in=[S.ACTIVE, S.SUSPENDED], ends_on__lt=today).order_by("pk")
    return each("expire", ended, _expire)


def _expire(authorization: Authorization) -> bool:
    try:
        advance(authorization, "expire", actor=SYSTEM, seen=authorization.revision, note="有效期届满")
    except Refused as refusal:
        log.info("authorization %s does not expire: %s", authorization.pk, refusal)
        return False
    return True

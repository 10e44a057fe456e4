"""Causes of a suspension written down and lifted: each for itself, on record, and told to the holder."""

from typing import Any

from django.db.models import F

from certification.authorizations import signals
from certification.authorizations.models.authorization import Authorization, Suspension
from certification.authorizations.suspensions.limits import last_day
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock


def add_cause(authorization: Authorization, cause: str, reason: str) -> Suspension:
    now = clock.now()
    limit = last_day(authorization, cause, clock.in_beijing(now))
    row, _ = Suspension.objects.get_or_create(
        authorization=authorization,
        cause=cause,
        lifted_at=None,
        defaults={"reason": reason, "since": now, "limit_on": limit},
    )
    return row


def lift_cause(authorization: Authorization, cause: str, note: str) -> None:
    authorization.suspensions.filter(cause=cause, lifted_at=None).update(lifted_at=clock.now(), lifted_note=note)


def cause_added(authorization: Authorization, cause: str, reason: str, user: Any) -> Authorization:
    """A further cause is no passage through the door, but the holder is told all the same."""
    _turn_page(authorization, "add_cause", cause, reason, user)
    signals.cause_added.send(Authorization, authorization=authorization, cause=cause, reason=reason)
    return authorization


def cause_lifted(authorization: Authorization, cause: str, reason: str, user: Any) -> Authorization:
    """One cause is gone, another still stands: the mark stays down, what waited for this one is closed, and the holder
    reads which one is left."""
    _turn_page(authorization, "lift_cause", cause, reason, user)
    signals.cause_lifted.send(Authorization, authorization=authorization, cause=cause, reason=reason)
    return authorization


def certificate_replaced(authorization: Authorization, reason: str, user: Any) -> Authorization:
    """The mark rests on another certificate without a passage through the door."""
    _turn_page(authorization, "certificate_replaced", "", reason, user)
    return authorization


def proposal_lapsed(authorization: Authorization, reason: str, user: Any) -> None:
    """What a proposal answered is gone: it waits for nobody any more."""
    _turn_page(authorization, "proposal_lapsed", "", reason, user)


def _turn_page(authorization: Authorization, what: str, cause: str, reason: str, user: Any) -> None:
    """The causes changed without a passage: it is on record, and pages or proposals that knew the old ones are stale."""
    Authorization.objects.filter(pk=authorization.pk).update(revision=F("revision") + 1)
    authorization.refresh_from_db(fields=["revision"])
    record(f"authorization.{what}", actor=user, subject=authorization, reason=reason, data={"cause": str(cause)})

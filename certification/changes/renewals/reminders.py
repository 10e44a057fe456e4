"""Reminders before the end: what may still be done about it, and by when; a renewed one is not reminded of."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from applications.models import Programme
from certification.authorizations.desk.recipients import tell_holder_of
from certification.authorizations.models.authorization import Authorization, AuthorizationQuerySet
from certification.authorizations.states import AuthorizationState as S
from certification.changes.renewals.window import open_case, renewable, window
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each

_REMINDER = "authorization_expiring"


def remind_of_expiry(today: date) -> int:
    """One message per step of `expiry.reminders` (days before the end); returns how many were written.

    After days without a run only the step that holds now is told, not those that were missed; and a step
    that lay before the authorization began is none.
    """
    # One transaction per message, not per programme.
    return sum(_remind_for(programme, today) for programme in Programme.objects.all())


def _remind_for(programme: Programme, today: date) -> int:
    told = 0
    # From far to near: [180, 90, 60, 30, 7]; a step holds until the next one begins.
    steps = [int(days) for days in policy("expiry.reminders", scope=programme.slug, on=today)]
    for step, following in zip(steps, [*steps[1:], -1], strict=True):
        due = _due_for(programme, today, step, following)
        told += each("remind of expiry", due, partial(_remind, today=today, step=step))
    return told


def _due_for(programme: Programme, today: date, step: int, following: int) -> AuthorizationQuerySet:
    """Not yet told of this step; the ones told are left out by the database, not one by one."""
    once = Concat(
        Value(f"{_REMINDER}|"),
        Cast("pk", CharField()),
        Value(":"),
        Cast("ends_on", CharField()),
        Value(f":{step}|organisation:"),
        Cast("enterprise__organisation_id", CharField()),
    )
    return (
        Authorization.objects.filter(
            programme=programme,
            state__in=[S.ACTIVE, S.SUSPENDED],
            ends_on__lte=today + timedelta(days=step),
            ends_on__gt=today + timedelta(days=following),
            ends_on__gte=today,
        )
        .annotate(once=once)
        .filter(~Exists(InboxMessage.objects.filter(once=OuterRef("once"))))
        .filter(~Exists(Authorization.objects.filter(previous=OuterRef("pk"), state=S.PENDING)))
        .select_related("enterprise__organisation", "programme")
        .order_by("pk")
    )


def _remind(authorization: Authorization, today: date, step: int) -> int:
    if authorization.ends_on - timedelta(days=step) < authorization.starts_on:
        return 0
    return tell_holder_of(
        authorization,
        _REMINDER,
        once=f"{authorization.pk}:{authorization.ends_on}:{step}",
        days_left=(authorization.ends_on - today).days,
        valid_until=authorization.ends_on,
        **_renewal(authorization, today),
    )


def _renewal(authorization: Authorization, today: date) -> dict[str, Any]:
    """What of the renewal the message says: the days still to come or running, that it is under way, or that it is late."""
    case = open_case(authorization)
    if case is not None and case.number:
        return {"under_way": case.number}
    if not renewable(authorization):
        return {}
    days = window(authorization, today)
    if today < days.opens_on:
        return {"renew_from": days.opens_on, "renew_until": days.closes_on}
    return {"renew_until": days.closes_on} if today <= days.closes_on else {"late": days.closes_on}

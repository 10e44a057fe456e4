"""Until when a suspension may last: reminders before its last day and on it, then a case for two people of the operator.

Nothing ends by itself: who proposes 撤销 or 恢复, and who confirms it, are people.
"""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from certification.authorizations.desk.recipients import tell_desk_of, tell_holder_of
from certification.authorizations.models.authorization import Authorization, AuthorizationEndorsement, Suspension
from certification.authorizations.states import AuthorizationState, limit_key
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each

_SOONER, _OVER = "suspension_ending", "suspension_over"


def last_day(authorization: Authorization, cause: str, since: date) -> date | None:
    """The last day of a suspension for this cause that begins on `since`, by the policy of that day; None = no limit."""
    key = limit_key(cause)
    if key is None:
        return None
    return add_months(since, int(policy(key, scope=authorization.programme.slug, on=since)))


def running(day: date) -> "QuerySet[Suspension]":
    """Causes with a limit that keep a mark down which has not ended by itself."""
    return Suspension.objects.filter(
        lifted_at=None,
        limit_on__isnull=False,
        authorization__state=AuthorizationState.SUSPENDED,
        authorization__ends_on__gte=day,
    )


def over(day: date) -> "QuerySet[Suspension]":
    """Those whose last day has passed and on whose mark nobody has proposed anything yet, the oldest first."""
    standing = AuthorizationEndorsement.objects.standing().filter(
        subject=OuterRef("authorization"), round=F("subject__revision")
    )
    return running(day).filter(~Exists(standing), limit_on__lt=day).order_by("limit_on", "pk")


def tell_of_limits(day: date) -> int:
    """Once per step of `suspension.reminders`, once on the last day, once when it has passed; returns how many messages.

    After days without a run only the step that holds now is told.
    """
    rows = running(day).select_related("authorization__enterprise__organisation", "authorization__programme")
    return each("tell of suspension's limit", rows.order_by("pk"), partial(_tell, day=day))


def _tell(suspension: Suspension, day: date) -> int:
    assert suspension.limit_on is not None  # `running`
    if suspension.limit_on < day:
        return _tell_both(suspension, _OVER, f"{suspension.pk}:{suspension.limit_on}:over")
    slug = suspension.authorization.programme.slug
    left = (suspension.limit_on - day).days
    # From near to far; the last day itself is always told.
    steps = sorted({0, *(int(days) for days in policy("suspension.reminders", scope=slug, on=day))})
    step = next((days for days in steps if left <= days), None)
    begun = suspension.limit_on - timedelta(days=step or 0)
    if step is None or begun < suspension.began_on:
        return 0
    words = f"还剩 {left} 天" if left else "今天届满"
    return _tell_both(suspension, _SOONER, f"{suspension.pk}:{suspension.limit_on}:{step}", left=words)


def _tell_both(suspension: Suspension, key: str, once: str, **more: str) -> int:
    """Holder and desk, once for each occasion, however often this runs and whoever comes to the desk afterwards."""
    mark = suspension.authorization
    facts: dict[str, Any] = {"cause": suspension.get_cause_display(), "due": suspension.limit_on, **more}
    told = tell_holder_of(mark, key, once=once, **facts)
    return told + (tell_desk_of(mark, f"{key}_desk", once=once, **facts) if told else 0)

"""Marks that end soon, suspensions that last too long, answers that wait."""

from datetime import date, timedelta
from typing import Any

from django.db.models import F, Min, Q

from certification.authorizations.standing.needs import Marks, Need, register_need
from certification.authorizations.states import AuthorizationState
from certification.authorizations.suspensions.restorations.states import RestorationState
from tianfu.workflow.policies.values import policy

_IN_FORCE = (AuthorizationState.ACTIVE, AuthorizationState.SUSPENDED)
_RUNNING = Q(suspensions__lifted_at=None, suspensions__limit_on__isnull=False)


def _live(marks: Marks, day: date) -> Marks:
    return marks.filter(state__in=_IN_FORCE, ends_on__gte=day)


def _ending(marks: Marks, day: date) -> Any:
    until = day + timedelta(days=int(policy("alert.authorization_days", on=day)))
    return _live(marks, day).filter(ends_on__lte=until).annotate(need_due=F("ends_on"))


def _ends(marks: Marks, first: date, last: date) -> Any:
    return marks.filter(state__in=_IN_FORCE, ends_on__range=(first, last)).annotate(need_due=F("ends_on"))


def _suspended(marks: Marks, day: date) -> Marks:
    return _live(marks, day).filter(state=AuthorizationState.SUSPENDED)


def _over(marks: Marks, day: date) -> Any:
    over = _suspended(marks, day).filter(_RUNNING, suspensions__limit_on__lt=day)
    return over.annotate(need_due=Min("suspensions__limit_on"))


def _limits(marks: Marks, first: date, last: date) -> Any:
    rows = marks.filter(_RUNNING, state=AuthorizationState.SUSPENDED, suspensions__limit_on__range=(first, last))
    return rows.annotate(need_due=Min("suspensions__limit_on"))


def _answers(marks: Marks, day: date) -> Any:
    waiting = marks.filter(restorations__state=RestorationState.WAITING)
    return waiting.annotate(need_due=Min("restorations__due_on"))


register_need(
    "over_limit",
    __name__,
    Need(
        "暂停期限已过", "提出撤销、注销或者恢复，由另一人确认", _over, _limits, "授权暂停的期限已过，请尽快消除暂停原因"
    ),
)
register_need(
    "ending",
    __name__,
    Need("即将到期", "提醒持有人办理续期", _ending, _ends, "授权即将到期，需要继续使用标识的，请办理续期"),
)
register_need("answers", __name__, Need("恢复申请和陈述", "核查并提出处理意见", _answers))

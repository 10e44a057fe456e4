"""Requests for a change that wait for the operator."""

from datetime import date
from typing import Any

from django.db.models import F, Min

from certification.authorizations.standing.needs import Marks, Need, register_need
from certification.changes.requests.states import ChangeState


def _waiting(marks: Marks, day: date) -> Any:
    rows = marks.filter(change_requests__state=ChangeState.WAITING)
    return rows.annotate(need_due=Min("change_requests__due_on"))


def _due(marks: Marks, first: date, last: date) -> Any:
    rows = marks.filter(change_requests__state=ChangeState.WAITING, change_requests__due_on__range=(first, last))
    return rows.annotate(need_due=F("change_requests__due_on"))


register_need("change", __name__, Need("变更待办理", "审查变更申请，由两人决定", _waiting, _due))

"""What holders ask for and the operator decides by two people: changes, successions, marks given back."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, Min, Q

from certification.authorizations.standing.needs import Marks, Need, register_need
from certification.changes.requests.states import ChangeState
from certification.changes.successions.states import SuccessionState

_CANCELLATION = {f"cancellation_requests__{name}": None for name in ("retracted_at", "returned_at", "closed_at")}
# Each of them: related name, and which of its rows wait for the operator.
_CHANGES = "change_requests", Q(change_requests__state=ChangeState.WAITING)
_SUCCESSIONS = "successions", Q(successions__state=SuccessionState.WAITING)
_CANCELLATIONS = (
    "cancellation_requests",
    Q(cancellation_requests__isnull=False, cancellation_requests__decision=None, **_CANCELLATION),
)


def _waiting(name: str, wait: Q) -> Callable[[Marks, date], Any]:
    return lambda marks, day: marks.filter(wait).annotate(need_due=Min(f"{name}__due_on"))


def _due(name: str, wait: Q) -> Callable[[Marks, date, date], Any]:
    def found(marks: Marks, first: date, last: date) -> Any:
        return marks.filter(wait, **{f"{name}__due_on__range": (first, last)}).annotate(need_due=F(f"{name}__due_on"))

    return found


def _need(label: str, what: str, which: tuple[str, Q]) -> Need:
    return Need(label, what, _waiting(*which), _due(*which))


register_need("change", __name__, _need("变更待办理", "审查变更申请，由两人决定", _CHANGES))
register_need("succession", __name__, _need("继受待办理", "审查继受申请，由两人决定", _SUCCESSIONS))
register_need("cancellation", __name__, _need("注销待办理", "核对注销申请，由两人办理", _CANCELLATIONS))

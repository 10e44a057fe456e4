"""Numbers that are true today, kept rather than counted (`certification.authorizations.lookup.counts`)."""

from collections.abc import Iterable
from datetime import date

from applications.cases.states import ApplicationState
from applications.models import Application
from certification.authorizations.lookup import counts
from certification.authorizations.lookup.asked import TODAY
from certification.authorizations.states import AuthorizationState
from tianfu.queries.rows import Counted
from tianfu.queries.together import Rows, Together

_ACTIVE = AuthorizationState.ACTIVE
_NOTICED = ApplicationState.PUBLIC_NOTICE
NUMBERS: dict[str, Rows] = {
    "kept": counts.rows,
    "over": lambda: Counted(counts.over_rows(TODAY, (_ACTIVE,))),
    "noticed": lambda: Counted(Application.objects.filter(state=_NOTICED)),
}
_TODAY = Together(NUMBERS)


def true_today(day: date) -> dict[str, int]:
    """有效授权, 本年新增, 在公示 as of `day`; one query."""
    found = _TODAY.ask(today=day)
    return numbers(day, found["kept"], found["over"][0], found["noticed"][0])


def numbers(day: date, kept: Iterable[tuple[str, int, int]], over: int, noticed: int) -> dict[str, int]:
    """The same from the rows of `NUMBERS`."""
    rows = list(kept)
    return {
        "active": sum(int(number) for state, _, number in rows if state == _ACTIVE) - over,
        "this_year": sum(int(number) for _, year, number in rows if year == day.year),
        "noticed": noticed,
    }

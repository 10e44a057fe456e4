"""What the home page shows, from one question to the database."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.db.models import QuerySet

from applications.models import Programme, PublicNotice
from certification.authorizations.lookup.asked import TODAY
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState
from certification.register.search.line import Line, columns, line_of, lines
from certification.register.search.newest import SHOWN, newest_first_valid, valid_rows
from certification.register.search.statistics import NUMBERS, numbers
from certification.register.sections.home import home_section_rows, home_sections
from tianfu.queries.together import Rows, Together

_NOTICES = 5
# Of so many that run, newest first by their index, the first are shown; one whose case has gone on is passed over.
_RUNNING = 20
_NOTICED = (
    "pk", "snapshot__product", "snapshot__enterprise", "snapshot__route", "ends_on", "snapshot__programme",
)  # fmt: skip


@dataclass(frozen=True)
class Notice:
    pk: int
    product: str
    enterprise: str
    route: str
    ends_on: date | None
    brand: str


def _notices() -> QuerySet[Any]:
    running = PublicNotice.objects.filter(closed_at=None)[:_RUNNING].values("pk")
    rows = PublicNotice.objects.filter(pk__in=running, application__state="public_notice")
    return rows.values_list(*_NOTICED)[:_NOTICES]


@dataclass(frozen=True)
class Front:
    """`numbers`: active, this_year, noticed; `sections`: (template, facts) of the floors above."""

    newest: list[Line]
    numbers: dict[str, int]
    notices: list[Notice]
    sections: list[tuple[str, Any]]


@cache
def _asked() -> Together:
    """Made when every floor has registered its sections."""
    own: dict[str, Rows] = {
        "valid": lambda: columns(valid_rows(TODAY)),
        "notices": _notices,
    }
    return Together({**own, **NUMBERS, **home_section_rows()})


def front_of(programme: Programme, today: date) -> Front:
    """The same of one programme: its own marks, numbers and notices; the floors above speak for all."""
    granted = Authorization.objects.published().filter(programme=programme).order_by("-pk")
    valid = granted.filter(state=AuthorizationState.ACTIVE, ends_on__gte=today)
    newest = list(valid[:SHOWN])
    newest += granted.exclude(pk__in=[row.pk for row in newest])[: SHOWN - len(newest)]
    noticed = PublicNotice.objects.filter(closed_at=None, application__state="public_notice")
    noticed = noticed.filter(application__programme=programme)
    named = noticed.values_list(*_NOTICED)
    counted = {
        "active": valid.count(),
        "this_year": granted.filter(decided_on__year=today.year).count(),
        "noticed": noticed.count(),
    }
    shown = [line_of(row, today) for row in newest]
    return replace(front(today), newest=shown, numbers=counted, notices=[Notice(*row) for row in named[:_NOTICES]])


def front(today: date) -> Front:
    found = _asked().ask(today=today)
    newest = lines(found["valid"], today)
    if len(newest) < SHOWN:
        newest = [line_of(row, today) for row in newest_first_valid(today)]
    return Front(
        newest,
        numbers(today, found["kept"], found["over"][0], found["noticed"][0]),
        [Notice(*row) for row in found["notices"]],
        home_sections(found),
    )

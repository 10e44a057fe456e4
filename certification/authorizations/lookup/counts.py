"""Numbers of the register from what is kept (`models/count.py`), equal to a count of the rows at every moment."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Sum

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.models.count import AuthorizationCount
from certification.authorizations.states import AuthorizationState
from tianfu.queries.given import Given

S = AuthorizationState


def published(*, state: str = "", year: int | None = None) -> int:
    """How many are written down in this state, decided in this year; everything published without either."""
    wanted = Q(state=state) if state else Q()
    if year is not None:
        wanted &= Q(year=year)
    return int(AuthorizationCount.objects.filter(wanted).aggregate(number=Sum("number"))["number"] or 0)


def rows() -> QuerySet[Any]:
    """(state, year of the decision, how many are published)."""
    return AuthorizationCount.objects.order_by().values_list("state", "year").annotate(total=Sum("number"))


def over(day: date, states: tuple[str, ...] = (S.ACTIVE, S.SUSPENDED)) -> int:
    """How many of these states have ended by `day` and are not yet written down as ended: a few, by their index."""
    return over_rows(day, states).count()


def over_rows(day: "date | Given", states: tuple[str, ...] = (S.ACTIVE, S.SUSPENDED)) -> QuerySet[Authorization]:
    return Authorization.objects.published().filter(state__in=states, ends_on__lt=day)


def effective(state: str, day: date) -> int:
    """How many are in this state on `day`, as `effective_on` says."""
    if state == S.EXPIRED:
        return published(state=state) + over(day)
    if state in (S.ACTIVE, S.SUSPENDED):
        return published(state=state) - over(day, (state,))
    return published(state=state)


def fold() -> None:
    """Put the rows of one state and year together. Twice at once does no harm: what is gone is not taken again."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("""
            WITH gone AS (DELETE FROM certification_authorizationcount RETURNING state, year, number)
            INSERT INTO certification_authorizationcount (state, year, number)
            SELECT state, year, sum(number) FROM gone GROUP BY state, year HAVING sum(number) <> 0
        """)


def count_anew() -> None:
    """From the rows themselves: for a database whose triggers were off, as after a load."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("""
            LOCK TABLE certification_authorization IN SHARE MODE;
            DELETE FROM certification_authorizationcount;
            INSERT INTO certification_authorizationcount (state, year, number)
            SELECT state, extract(year FROM decided_on), count(*) FROM certification_authorization
            WHERE published_at IS NOT NULL GROUP BY 1, 2
        """)

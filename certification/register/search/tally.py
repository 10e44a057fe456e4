"""How many entries a search finds: kept for the whole register and its states, else counted as far as a reader cares."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from certification.authorizations.lookup import counts
from certification.authorizations.models.authorization import Authorization
from certification.register.search.query import WINDOW, Query, escape_like, filtered
from tianfu.text.columns import pieces

# Beyond this the sentence says "more than": counting a million rows would cost more than showing them.
COUNTED = 1_000


@dataclass(frozen=True)
class Tally:
    number: int
    exact: bool

    @property
    def words(self) -> str:
        return f"共 {self.number:,} 项" if self.exact else f"超过 {self.number:,} 项"


def tally(query: Query, today: date) -> Tally:
    """One query. Single characters are looked for among the newest `WINDOW` entries only, as the list itself does."""
    rows, terms = filtered(query, today), query.terms
    if not terms and query.text.strip() and not query.named:
        return Tally(0, exact=True)
    if not terms and not (
        query.named or query.sector or query.industry or query.region or query.route or query.programme
    ):
        number = counts.effective(query.status, today) if query.status else counts.published()
        return Tally(number, exact=True)
    if not terms:
        return bounded(first_of(rows).count())
    wanted = pieces(terms)
    scope = rows.order_by().values("pk") if wanted else rows.order_by("-pk").values("pk")[:WINDOW]
    sql, params = scope.query.sql_with_params()
    likes = " and ".join(["f.search like %s"] * len(terms))
    index = "tianfu_grams(f.search) @> %s::text[] and" if wanted else ""
    statement = f"""
        select count(*) from (
            select 1 from certification_authorization f
            where {index} {likes} and f.id in ({sql}) limit {COUNTED + 1}) counted"""  # noqa: S608 - our own SQL
    patterns = [f"%{escape_like(term)}%" for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*([wanted] if wanted else []), *patterns, *params])
        return bounded(cursor.fetchone()[0])


def first_of(rows: QuerySet[Authorization]) -> QuerySet[Any]:
    """As many as are counted, and one more."""
    return rows.order_by().values("pk")[: COUNTED + 1]


def bounded(number: int) -> Tally:
    return Tally(min(number, COUNTED), number <= COUNTED)

"""How many rows several lists hold, asked in one query."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Statement = tuple[str, tuple[Any, ...], int]
_NONE = "select 1 where false"


def numbers_of(lists: "Iterable[QuerySet[Any]]", most: int | None = None) -> list[int]:
    """The number of rows of each list, in their order; with `most` counted no further than that."""
    return numbers_by(statement_of(lists, most))


def statement_of(lists: "Iterable[QuerySet[Any]]", most: int | None = None) -> Statement:
    """The query of `numbers_of`, for whoever asks it again and again: to put it together takes longer than to ask it."""
    asked: list[str] = []
    given: list[Any] = []
    for rows in lists:
        keys = rows.order_by().values("pk")
        try:
            sql, params = (keys if most is None else keys[:most]).query.sql_with_params()
        except EmptyResultSet:
            sql, params = _NONE, ()
        asked.append(f"(select count(*) from ({sql}) found)")  # noqa: S608 - the ORM's own SQL
        given += params
    empty = all(_NONE in one for one in asked)
    return "" if empty else f"select {', '.join(asked)}", tuple(given), len(asked)


def numbers_by(statement: Statement) -> list[int]:
    sql, given, lists = statement
    if not sql:
        return [0] * lists
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchone())

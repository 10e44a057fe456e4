"""Several querysets, asked in one statement that is written once in a process and planned once on a connection.

A page that needs six small lists asks once instead of six times, and nothing of the ORM is compiled for it again:

    BRAND = Together({"row": lambda: Authorization.objects.filter(number=NUMBER), "changes": lambda: …})
    BRAND.ask(number="TFMP-…")["changes"]

What changes from one question to the next is a `Given`; everything else in a queryset is said for ever, so no queryset
here may hold a day, a policy or a setting.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg2.extensions import AsIs

from tianfu.queries.given import Given
from tianfu.queries.prepared import Statement, answer, answer_anew
from tianfu.queries.rows import Count, Counted, Part

Rows = Callable[[], QuerySet[Any] | Counted]
# Statements kept for different days.
MOST = 8


@dataclass(frozen=True)
class _Written:
    """`sql` and `params` as the ORM wrote them; `names` of what is given anew each time, in the order of the statement's
    values, and of what `lasts`; `statements` by the values of the latter."""

    parts: dict[str, Part | Count]
    sql: str
    params: list[Any]
    names: list[str]
    lasting: list[str]
    statements: dict[tuple[Any, ...], Statement] = field(default_factory=dict)

    def statement(self, given: Mapping[str, Any]) -> Statement:
        key = tuple(given[name] for name in self.lasting)
        known = self.statements.get(key)
        if known is None:
            if len(self.statements) >= MOST:
                self.statements.clear()
            known = self.statements[key] = self._made(given)
        return known

    def _made(self, given: Mapping[str, Any]) -> Statement:
        with connection.cursor() as cursor:  # values of ours in the driver's own spelling
            text = cursor.mogrify(self.sql, [self._place(value, given) for value in self.params]).decode()
        return Statement(text, len(self.names))

    def _place(self, value: Any, given: Mapping[str, Any]) -> Any:
        if not isinstance(value, Given):
            return value
        return given[value.name] if value.lasts else AsIs(f"${self.names.index(value.name) + 1}")


class Together:
    """`parts`: by name, what makes each queryset; called once. `planned`: whether the plan may be kept, for which the
    database must not know the values; False where the best way depends on them."""

    def __init__(self, parts: Mapping[str, Rows], *, planned: bool = True) -> None:
        self.parts, self.planned = dict(parts), planned
        self._written: _Written | None = None

    def ask(self, **given: Any) -> dict[str, list[Any]]:
        """The rows of every part, as its queryset alone would give them; a `Counted` as a list of one number."""
        kept = self._written = self._written or self._write()
        if self.planned:
            told = answer(kept.statement(given), [given[name] for name in kept.names])
        else:
            told = answer_anew(kept.sql, [given[v.name] if isinstance(v, Given) else v for v in kept.params])
        return {
            name: part.read(found) for (name, part), found in zip(kept.parts.items(), json.loads(told), strict=True)
        }

    def _write(self) -> _Written:
        parts = {name: _part(make()) for name, make in self.parts.items()}
        sql = f"SELECT json_build_array({', '.join(part.sql or 'NULL' for part in parts.values())})::text"
        params = [value for part in parts.values() for value in part.params]
        given = [value for value in params if isinstance(value, Given)]
        names, lasting = (list(dict.fromkeys(v.name for v in given if v.lasts is lasts)) for lasts in (False, True))
        return _Written(parts, sql, params, names, lasting)


def _part(rows: QuerySet[Any] | Counted) -> Part | Count:
    return Count(rows.rows) if isinstance(rows, Counted) else Part(rows)

"""From a queryset to the SQL of its rows as JSON, and from that JSON back to what the queryset would have given."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, JSONField, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable, get_related_populators

Read = Callable[[Any], Any]
# How a value of this kind of column is read from JSON; all others come as they are.
READERS: dict[str, Read] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "BinaryField": lambda told: memoryview(bytes.fromhex(told[2:])),  # \\x0a0b
}
UNREADABLE = frozenset({"DurationField", "TimeField"})
# Arguments that a function of PostgreSQL takes.
MOST_COLUMNS = 100


class Counted:
    """In place of a queryset: how many rows it has."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows


class Count:
    """Of one `Counted`; read as a list with the number alone."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        keys = rows.values("pk") if rows.query.is_sliced else rows.order_by().values("pk")
        try:
            inner, params = keys.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", []
            return
        self.sql, self.params = f"(SELECT count(*) FROM ({inner}) AS k)", list(params)  # noqa: S608 - as the ORM wrote it

    def read(self, told: int | None) -> list[int]:
        return [told or 0]


class Part:
    """One queryset: of models (related ones and annotations too), `values_list` or a flat one.

    `sql` gives its rows as one JSON array of arrays, with `params`, in which `Given`s stand; "" where it can give none.
    """

    def __init__(self, rows: QuerySet[Any]) -> None:
        if rows._iterable_class not in (ModelIterable, ValuesListIterable, FlatValuesListIterable):
            raise TypeError("only models and values_list are read from JSON")
        self.compiler = rows.query.get_compiler(connection=connection)
        self.flat, self.of_model = rows._iterable_class is FlatValuesListIterable, rows._iterable_class is ModelIterable
        self.params: list[Any] = []
        try:
            inner, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql = ""
            return
        fields = [expression.output_field for expression, _, _ in self.compiler.select]
        if len(fields) > MOST_COLUMNS:
            raise TypeError("too many columns for one array")
        self.readers = [(place, reader) for place, field in enumerate(fields) if (reader := _reader(field))]
        names = [f"c{place}" for place in range(len(fields))]
        told = ", ".join(
            f"k.{name}::text" if field.get_internal_type() == "DecimalField" else f"k.{name}"
            for name, field in zip(names, fields, strict=True)
        )
        self.params = list(params)
        rows_as = f"({inner}) AS k({', '.join(names)})"
        self.sql = f"(SELECT json_agg(json_build_array({told})) FROM {rows_as})"  # noqa: S608 - as the ORM wrote it
        if self.of_model:
            self._remember_model()

    def _remember_model(self) -> None:
        select, info = self.compiler.select, self.compiler.klass_info
        own = info["select_fields"]
        self.model, self.first, self.behind = info["model"], own[0], own[-1] + 1
        self.names = [column[0].target.attname for column in select[self.first : self.behind]]
        self.related = get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]
        self.beside = list((self.compiler.annotation_col_map or {}).items())

    def read(self, told: list[list[Any]] | None) -> list[Any]:
        """What the queryset's own list would hold."""
        if not told:
            return []
        for row in told:
            for place, reader in self.readers:
                if row[place] is not None:
                    row[place] = reader(row[place])
        if self.of_model:
            return [self._made(row) for row in told]
        return [row[0] for row in told] if self.flat else [tuple(row) for row in told]

    def _made(self, row: list[Any]) -> Any:
        made = self.model.from_db(connection.alias, self.names, row[self.first : self.behind])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.beside:
            setattr(made, name, row[place])
        return made


def _reader(field: "Field[Any, Any]") -> Read | None:
    """Raises TypeError for a kind of column that JSON would change without our knowing."""
    kind = field.get_internal_type()
    unknown = hasattr(field, "from_db_value") and not isinstance(field, JSONField)
    if unknown or kind in UNREADABLE or (kind == "ArrayField" and _reader(field.base_field)):  # type: ignore[attr-defined]
        raise TypeError(f"a column of {kind} is not read from JSON")
    return READERS.get(kind)

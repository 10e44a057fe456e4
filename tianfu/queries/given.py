"""A value that is told when a kept query is asked, not when it is written."""

from typing import Any

from django.db.models import CharField, DateField, Expression, Field, TextField


class Given(Expression):
    """Stands in a queryset where a value would: `filter(number=Given("number", CharField()))`. `lasts`: the value is the
    same for hours, so that the statement is written and planned for it, with what the database knows of its rows."""

    def __init__(self, name: str, output_field: "Field[Any, Any]", *, lasts: bool = False) -> None:
        super().__init__(output_field=output_field)
        self.name, self.lasts = name, lasts

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        field = self.output_field
        kind = "text" if isinstance(field, CharField | TextField) else field.db_type(connection)
        return f"%s::{kind}", [self]


def given_text(name: str) -> Given:
    return Given(name, TextField())


def given_day(name: str) -> Given:
    """A day that is today's for all who ask."""
    return Given(name, DateField(), lasts=True)

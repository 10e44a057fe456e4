"""Numbers of the draws: drawn, done, passed; by year, sector and prefecture, one query for each table.

Counted are the picks of draws whose result everybody may read; a void draw counts nowhere, a sealed one from its reveal.
`done`: the result is published. `passed`: its word, as corrected, holds nothing against the object.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from applications.programmes.models.reference import Sector
from supervision.draws.models import Pick
from supervision.draws.states import COMMITTED_ONCE, DrawState
from supervision.inspections.states import UNOBJECTED


@dataclass(frozen=True)
class Line:
    """One line of a table. `rate`: passed of done in percent, one decimal; "" while nothing is done."""

    label: str
    drawn: int
    done: int
    passed: int

    @property
    def rate(self) -> str:
        return f"{100 * self.passed / self.done:.1f}%" if self.done else ""


@dataclass(frozen=True)
class Table:
    """`heading` of its first column; `key` names it in addresses and files."""

    key: str
    title: str
    heading: str
    lines: list[Line]


def counted() -> "QuerySet[Pick]":
    """The picks that count."""
    shown = Q(plan__sealed=False) | Q(plan__revealed_at__isnull=False)
    rows = Pick.objects.filter(shown, plan__state__in=COMMITTED_ONCE, result__superseded_at=None)
    return rows.exclude(plan__state=DrawState.VOID)


def _lines(rows: "QuerySet[Any, Any]", by: str, label: Callable[[Any], str], *order: str) -> list[Line]:
    # A check that began before the number was corrected belongs to the pick that carries it.
    own, carried = Q(task__published_at__isnull=False), Q(carried_from__task__published_at__isnull=False)
    done = own | carried
    clean = _clean("task") | _clean("carried_from__task")
    found = rows.values(by).annotate(
        drawn=Count("pk"),
        done=Count("pk", filter=done),
        passed=Count("pk", filter=done & clean),
    )
    return [Line(label(row[by]), row["drawn"], row["done"], row["passed"]) for row in found.order_by(*order)]


def _clean(task: str) -> Q:
    """Its word, as corrected, holds nothing against the object."""
    said = Q(**{f"{task}__corrected_word": "", f"{task}__word__in": UNOBJECTED})
    return said | Q(**{f"{task}__corrected_word__in": UNOBJECTED})


def by_year() -> Table:
    """By the year in which the result was computed, Beijing time; the newest first."""
    rows = counted().annotate(year=ExtractYear("result__computed_at"))
    return Table("year", "按年度", "年度", _lines(rows, "year", lambda year: f"{year} 年", "-year"))


def by_sector() -> Table:
    labels = {"": "不分领域（认证机构等）"} | dict(Sector.choices)
    lines = _lines(counted(), "object__sector", lambda key: labels.get(key, key), "-drawn", "object__sector")
    return Table("sector", "按领域", "领域", lines)


def by_city() -> Table:
    lines = _lines(counted(), "object__region__name", str, "-drawn", "object__region__name")
    return Table("city", "按市（州）", "市（州）", lines)


def tables() -> list[Table]:
    """All three, as the page and the file show them."""
    return [by_year(), by_sector(), by_city()]

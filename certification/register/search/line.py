"""One line of the register as its public lists show it: what is shown and no more, so that a page of twenty is light."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from applications.programmes.names import brand_beside_others, route_label
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.states import AuthorizationState, effective

_COLUMNS = (
    "pk", "number", "product_name", "holder_name", "state", "ends_on", "programme", "route", "facts__region_label",
    "facts__industry_label",
)  # fmt: skip


@dataclass(slots=True)
class Line:
    """`effective`: its state on the day of the list."""

    pk: int
    number: str
    product_name: str
    holder_name: str
    effective: AuthorizationState
    ends_on: date
    route_label: str
    brand_beside_others: str
    region_label: str
    industry_label: str


def columns(rows: QuerySet[Authorization]) -> QuerySet[Any]:
    """What `lines` reads."""
    return rows.values_list(*_COLUMNS)


def lines(rows: Iterable[tuple[Any, ...]], day: date) -> list[Line]:
    return [
        Line(
            pk,
            number,
            product,
            holder,
            effective(state, ends_on, day),
            ends_on,
            route_label(programme, route),
            brand_beside_others(programme),
            *labels,
        )
        for pk, number, product, holder, state, ends_on, programme, route, *labels in rows
    ]


def line_of(row: Authorization, day: date) -> Line:
    labels = (row.facts.get("region_label", ""), row.facts.get("industry_label", ""))
    state = row.effective_on(day)
    return Line(
        row.pk,
        row.number or "",
        row.product_name,
        row.holder_name,
        state,
        row.ends_on,
        row.get_route_display(),
        row.brand_beside_others,
        *labels,
    )

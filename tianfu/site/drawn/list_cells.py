"""Cells of tables: on a phone each carries its column's heading, so that a row can be read as a card; a field with its source."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def labelled(cells: Iterable[Any], headers: Iterable[dict[str, Any]]) -> Iterator[Any]:
    """Django's cells of one row, in the order of `headers` (`result_headers`), with the heading as `data-label`.

    A cell is Django's own markup, `<td class=…>…</td>`; what is not such a cell comes as it is.
    """
    for cell, header in zip_longest(cells, headers, fillvalue=None):
        if cell is None:
            return
        text = str(cell)
        heading = str((header or {}).get("text", ""))
        if not text.startswith(("<td", "<th")) or not heading or heading.startswith("<"):
            yield cell
        else:
            yield format_html('{} data-label="{}"{}', SafeString(text[:3]), heading, SafeString(text[3:]))


@register.filter
def fields_by_cell(form: BaseForm) -> list[list[BoundField]]:
    """The visible fields of a row: each in a cell of its own, a field `x_source` under its `x`. A deletion has its own."""
    cells: list[list[BoundField]] = []
    for field in form.visible_fields():
        if field.name.endswith("_source") and cells:
            cells[-1].append(field)
        elif field.name != "DELETE":
            cells.append([field])
    return cells

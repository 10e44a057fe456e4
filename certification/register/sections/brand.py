"""Sections of the brand page that floors above own: each registers its template, its rows and what it makes of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

from certification.authorizations.models.authorization import Authorization

# Of the authorization whose number is `certification.authorizations.lookup.asked.NUMBER`; asked together with the page's own.
Rows = Callable[[], QuerySet[Any]]
Facts = Callable[[Authorization, list[Any]], Any]
_sections: dict[str, tuple[Rows, Facts]] = {}


def register_section(template: str, rows: Rows, facts: Facts) -> None:
    """Show `template` with `section` = `facts(authorization, rows)` where that is not empty. Called at start-up."""
    _sections[template] = rows, facts


def section_rows() -> dict[str, Rows]:
    """By template."""
    return {template: rows for template, (rows, _) in _sections.items()}


def sections_of(row: Authorization, found: Mapping[str, list[Any]]) -> list[tuple[str, Any]]:
    """(template, facts) in the order of registration; `found`: the rows by template."""
    made = [(template, facts(row, found[template])) for template, (_, facts) in _sections.items()]
    return [(template, facts) for template, facts in made if facts]

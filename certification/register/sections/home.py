"""Sections of the home page that floors above own: each registers its template, its rows and what it shows of them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet

# As of `certification.authorizations.lookup.asked.TODAY`; asked together with the page's own.
Rows = Callable[[], QuerySet[Any]]
Facts = Callable[[dict[str, list[Any]]], Any]
_sections: dict[str, tuple[dict[str, Rows], Facts]] = {}


def register_home_section(template: str, rows: dict[str, Rows], facts: Facts) -> None:
    """Show `template` with `section` = `facts(rows)` where that is not empty. Called at start-up."""
    _sections[template] = rows, facts


def home_section_rows() -> dict[str, Rows]:
    """By template and name."""
    return {_key(template, name): made for template, (rows, _) in _sections.items() for name, made in rows.items()}


def home_sections(found: Mapping[str, list[Any]]) -> list[tuple[str, Any]]:
    """(template, facts) in the order of registration; `found`: the rows of `home_section_rows`."""
    made = [
        (template, facts({name: found[_key(template, name)] for name in rows}))
        for template, (rows, facts) in _sections.items()
    ]
    return [(template, facts) for template, facts in made if facts]


def _key(template: str, name: str) -> str:
    return f"{template} {name}"

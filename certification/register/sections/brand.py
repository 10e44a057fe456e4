"""Sections of the brand page that floors above own: each registers its template and what it knows of an authorization."""

from collections.abc import Callable
from typing import Any

from certification.authorizations.models.authorization import Authorization

Facts = Callable[[Authorization], Any]
_sections: dict[str, Facts] = {}


def register_section(template: str, fn: Facts) -> None:
    """Show `template` with `section` = `fn(authorization)` where that is not empty. Called at start-up."""
    _sections[template] = fn


def sections_of(row: Authorization) -> list[tuple[str, Any]]:
    """(template, facts) in the order of registration."""
    found = [(template, fn(row)) for template, fn in _sections.items()]
    return [(template, facts) for template, facts in found if facts]

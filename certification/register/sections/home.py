"""Sections of the home page that floors above own: each registers its template and what it has to show today."""

from collections.abc import Callable
from typing import Any

Facts = Callable[[], Any]
_sections: dict[str, Facts] = {}


def register_home_section(template: str, fn: Facts) -> None:
    """Show `template` with `section` = `fn()` where that is not empty. Called at start-up."""
    _sections[template] = fn


def home_sections() -> list[tuple[str, Any]]:
    """(template, facts) in the order of registration."""
    found = [(template, fn()) for template, fn in _sections.items()]
    return [(template, facts) for template, facts in found if facts]

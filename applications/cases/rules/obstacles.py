"""Checks at submission and decision that upper floors register (blacklist, bars, open cases)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from applications.cases.models.application import Application

Check = Callable[["Application"], list[str]]
_checks: dict[str, Check] = {}


def register_check(name: str) -> Callable[[Check], Check]:
    """Register `check(application) -> sentences that stand against it`."""

    def add(check: Check) -> Check:
        _checks[name] = check
        return check

    return add


def screen(application: "Application") -> list[str]:
    """Every sentence that stands against this application now; empty = clean."""
    return [sentence for check in _checks.values() for sentence in check(application)]

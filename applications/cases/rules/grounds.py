"""What a case rests on outside itself (a quality certificate, its body): upper floors register what has broken.

No stage passes while anything stands here, whichever stage it is. A leaf, so that every verb may ask.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from applications.cases.models.application import Application

Check = Callable[["Application"], list[str]]
_checks: dict[str, Check] = {}


def register_ground(name: str) -> Callable[[Check], Check]:
    """Register `check(application) -> sentences`, what this case rests on and has lost."""

    def add(check: Check) -> Check:
        _checks[name] = check
        return check

    return add


def ground_problems(application: "Application") -> list[str]:
    """What the case rests on and no longer stands today; empty = all stands."""
    return [sentence for check in _checks.values() for sentence in check(application)]

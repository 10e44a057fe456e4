"""How far the checks of a draw have come: the floor above knows, and registers it (`register_checks`).

A corrected number makes another result. What was not begun under the first is called off, what was begun goes on, and
once a result is public nothing is corrected any more (docs/decisions/0023).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Checks:
    """Of all results of one plan. `waiting`: picks whose check nobody has begun; `begun`: object → pick whose check has;
    `published`: objects whose result is public."""

    waiting: frozenset[int] = frozenset()
    begun: Mapping[int, int] = field(default_factory=dict)
    published: frozenset[int] = frozenset()


Look = Callable[[Any, bool], Checks]
_look: list[Look] = []


def register_checks(fn: Look) -> None:
    """Let `fn(plan, locked)` say it. Called at start-up, by one floor."""
    if _look and _look[0] is not fn:
        raise ValueError("the checks of a draw are registered already")
    _look[:] = [fn]


def checks_of(plan: Any, *, locked: bool = False) -> Checks:
    """As they stand; `locked`: their rows are locked first, in the order of their keys. Locked before the plan is."""
    return _look[0](plan, locked) if _look else Checks()

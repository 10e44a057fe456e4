"""The rule of two people: an act stands on a proposal of it, as the row is now, signed by the actor as its second."""

from collections.abc import Callable, Mapping
from typing import Any

from tianfu.workflow.models.aggregate import SYSTEM
from tianfu.workflow.models.endorsement import signed_by_two

Objections = Callable[[Any, Any, Mapping[str, Any]], list[str]]


def unsigned(row: Any, actor: Any, endorsement: Any, *acts: str, what: str = "该决定") -> list[str]:
    """Why `endorsement` does not carry one of `acts` on `row`; [] when it does. `what`: the act in the refusal's words."""
    if not signed_by_two(endorsement, actor, *acts):
        return [f"{what}须由两人作出：先由一人提出，再由另一人确认。"]
    if endorsement.subject_id != row.pk or endorsement.round != row.revision:
        return ["提出后情况已有变化，请重新提出。"]
    return []


def by_two(*acts: str, what: str = "该决定", by_system: bool = False) -> Objections:
    """The `objections=` of a Rule. `by_system`: clocks and cascades need no signature."""

    def objections(row: Any, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        if by_system and actor is SYSTEM:
            return []
        return unsigned(row, actor, inputs.get("endorsement"), *acts, what=what)

    return objections


def by_two_upon(column: str, act: str, what: str = "该决定") -> Objections:
    """As `by_two`, for a row that the proposal on another row names in `column`."""

    def objections(row: Any, actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        endorsement = inputs.get("endorsement")
        if not signed_by_two(endorsement, actor, act) or getattr(endorsement, column) != row.pk:
            return [f"{what}须由两人作出：先由一人提出，再由另一人确认。"]
        return []

    return objections

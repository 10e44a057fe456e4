"""What recorded actions are called in Chinese, on the auditor's screens, and which an auditor looks at first.

The words stand in the `audit_names.py` of the subject that records the action; each app loads its own when it starts.
The stored name (`subject.verb`) never changes with the wording.
"""

from collections.abc import Mapping
from typing import Protocol

from tianfu.ledger.audit.reasons import demand_reason
from tianfu.registry.table import Table

ACTIONS: Table[str] = Table("审计操作", "audit_names.py")

NOTABLE: Table[bool] = Table("须留意的操作")
"""Whole names of acts an auditor looks at first: access, rules, data taken out, trouble, and what cannot be undone."""


class Passage(Protocol):
    """What a rule of a transition says of itself."""

    @property
    def label(self) -> str: ...

    @property
    def note_required(self) -> bool: ...


def name_actions(place: str, words: Mapping[str, str]) -> None:
    """Called by an `audit_names.py` with its own `__name__`."""
    for action, label in words.items():
        ACTIONS.add(action, label, place)


def name_rules(place: str, model: str, rules: Mapping[str, Passage]) -> None:
    """Every passage of an aggregate is called as its rule, and recorded with a reason where the rule demands one."""
    name_actions(place, {f"{model}.{verb}": rule.label for verb, rule in rules.items()})
    demand_reason(place, *(f"{model}.{verb}" for verb, rule in rules.items() if rule.note_required))


def notable(place: str, *actions: str) -> None:
    for action in actions:
        NOTABLE.add(action, True, place)


def words_for(action: str) -> str:
    """The Chinese name, or the stored name when there is none (an act of a version that is gone)."""
    return ACTIONS.get(action, action)

"""The policy keys the platform reads, with their labels and proposed values.

They stand in the `policies.toml` of the subject that reads them; each app loads its own when it starts.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tianfu.registry.discovery import place_of
from tianfu.registry.table import Table


@dataclass(frozen=True)
class PolicyDefault:
    """A proposed value, and what the key means in Chinese."""

    key: str
    label: str
    value: Any
    unit: str
    source: str
    valid_from: date
    scope: str = ""
    proposal: bool = True
    # One administrator may set it: a text, a reminder, a technical limit. Whatever protects somebody takes two.
    one_person: bool = False


class _Policies(Table[PolicyDefault]):
    def read(self, path: Path) -> None:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
        valid_from = date.fromisoformat(entries.pop("valid_from"))
        for key, entry in entries.items():
            self.add(key, PolicyDefault(key=key, valid_from=valid_from, **entry), place_of(path))


POLICIES = _Policies("政策参数", "policies.toml")


def default_policies() -> tuple[PolicyDefault, ...]:
    """Every entry of every app, in the order in which the apps start."""
    return tuple(POLICIES.values())


def label_of(key: str) -> str:
    """The Chinese name of a key; the key itself when a programme's file brought it."""
    return POLICIES[key].label if key in POLICIES else key


def takes_two(key: str) -> bool:
    """Must two administrators set it? Every key that does not say otherwise, and every one that a programme brought."""
    return key not in POLICIES or not POLICIES[key].one_person

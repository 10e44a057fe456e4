"""The policy keys the platform reads, with their labels and proposed values (defaults.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tianfu.workflow.policies.units import check_value

_FILE = Path(__file__).with_name("defaults.toml")


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


@cache
def default_policies() -> tuple[PolicyDefault, ...]:
    """Every entry of the file, in its order. A wrong value there stops the start."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    valid_from = date.fromisoformat(entries.pop("valid_from"))
    found = tuple(PolicyDefault(key=key, valid_from=valid_from, **entry) for key, entry in entries.items())
    for entry in found:
        check_value(entry.unit, entry.value)
    return found


def label_of(key: str) -> str:
    """The Chinese name of a key; the key itself when a programme's file brought it."""
    return next((entry.label for entry in default_policies() if entry.key == key), key)

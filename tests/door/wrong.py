"""What may be missing or wrong with a call beside its actor: for each verb that asks for more, at least one case."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wrong:
    """`change(call)` spoils rows (rolled back afterwards) or returns another call; the refusal holds `sentence`."""

    name: str
    sentence: str
    change: Callable[[Any], Any]
    # Only of calls from these states; empty: from each.
    states: frozenset[str] = field(default_factory=frozenset)


WRONG: dict[str, list[Wrong]] = {}


def wrong(key: str, sentence: str, *states: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:
    """Register one under "model.verb"."""

    def add(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
        name = change.__name__.strip("_").replace("_", " ")
        WRONG.setdefault(key, []).append(Wrong(name, sentence, change, frozenset(states)))
        return change

    return add

"""What a proposal rests on besides its words: floors above register how their kind of basis is read and who took part.

This is also the place where a statement of the holder or a hearing will be asked for before the second signature: a
basis says in `problems` what still stands in the way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.dispatch import Signal

# Sent in the act's own transaction with `endorsement` and `user`, when a proposal with a basis was confirmed or taken back.
settled = Signal()


@dataclass(frozen=True)
class Basis:
    """`label` and `url` for people, `facts` for the stamp of what the second person reads; `took_part`: keys of persons
    who found or judged what it rests on, and `barred` what they read; `told`: who hears when a proposal is taken back
    ("" = nobody, and no reason is asked for); `problems`: why no proposal may rest on it now."""

    label: str
    url: str
    authorization: int | None
    barred: str
    told: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    took_part: frozenset[int] = frozenset()
    problems: tuple[str, ...] = ()


_readers: dict[str, Callable[[str], Basis | None]] = {}


def register_basis(kind: str, reader: Callable[[str], Basis | None]) -> None:
    """`reader(key)` answers for "kind:key"; None = there is no such thing. Called at start-up."""
    _readers[kind] = reader


def basis_of(ref: str) -> Basis | None:
    """What "inspection:12" stands for; None when nobody knows it."""
    kind, _, key = ref.partition(":")
    reader = _readers.get(kind)
    return reader(key) if reader is not None else None


def basis_problems(ref: str, authorization: int) -> list[str]:
    """Why a proposal on this authorization may not rest on `ref`; asked of both persons' acts. "" rests on nothing."""
    if not ref:
        return []
    basis = basis_of(ref)
    if basis is None or basis.authorization != authorization:
        return ["所依据的检查或线索不存在，或不是关于该授权的。"]
    return list(basis.problems)


def separation_problems(ref: str, user: Any) -> list[str]:
    """Who found or judged it does not decide on it (design 3: the approver differs from everyone who reviewed)."""
    basis = basis_of(ref) if ref else None
    if basis is None or user.pk not in basis.took_part:
        return []
    return [basis.barred]


def dropping_problems(ref: str, reason: str) -> list[str]:
    """A proposal that rests on something is taken back with a reason, which those who asked for it read."""
    basis = basis_of(ref) if ref else None
    if basis is None or not basis.told or reason.strip():
        return []
    return [f"该提议依据“{basis.label}”，撤下须写明理由：理由会告知{basis.told}。"]


def basis_facts(ref: str) -> dict[str, Any]:
    """For the stamp of the page on which the second person reads."""
    basis = basis_of(ref) if ref else None
    return {} if basis is None else {"依据": basis.label, **basis.facts}

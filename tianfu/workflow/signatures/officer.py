"""Whether a member of staff may act at all: asked by every act that is no passage through the door, and by the door."""

from collections.abc import Callable
from typing import Any, TypeVar

from tianfu.accounts.access.separation import staff_problems
from tianfu.accounts.grants.start import waiting_words
from tianfu.workflow.door import NotAllowed, NotPossible, lock, refuse_stale
from tianfu.workflow.models.aggregate import Aggregate

A = TypeVar("A", bound=Aggregate)


def check_officer(user: Any, allowed: bool, refusal: str) -> None:
    """Raises NotAllowed with `refusal` unless `allowed`, saying which role does not hold yet and from when; NotPossible
    for somebody who holds a role and is a member of an enterprise or body."""
    if not allowed:
        raise NotAllowed(refusal + waiting_words(user))
    if problems := staff_problems(user):
        raise NotPossible(problems)


def taken_up(row: A, user: Any, *, seen: int, may: Callable[[A, Any], bool], refusal: str) -> A:
    """`row`, locked, as this officer's page showed it, and his to act on (`may`, else NotAllowed with `refusal`). Call it
    inside a transaction; raises Overtaken once it has moved on."""
    locked = lock(row)
    refuse_stale(locked, seen)
    check_officer(user, may(locked, user), refusal)
    return locked

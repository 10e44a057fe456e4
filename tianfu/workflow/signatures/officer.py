"""Whether a member of staff may act at all: asked by every act that is no passage through the door, and by the door."""

from typing import Any

from tianfu.accounts.access.separation import staff_problems
from tianfu.accounts.grants.start import waiting_words
from tianfu.workflow.door import NotAllowed, NotPossible


def check_officer(user: Any, allowed: bool, refusal: str) -> None:
    """Raises NotAllowed with `refusal` unless `allowed`, saying which role does not hold yet and from when; NotPossible
    for somebody who holds a role and is a member of an enterprise or body."""
    if not allowed:
        raise NotAllowed(refusal + waiting_words(user))
    if problems := staff_problems(user):
        raise NotPossible(problems)

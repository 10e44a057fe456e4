from collections.abc import Sequence
from typing import Any, Protocol


class Person(Protocol):
    """What organisations and memberships ask of a user. A leaf below the three of them."""

    pk: Any
    is_staff: Any
    is_active: Any

    @property
    def active_memberships(self) -> Sequence[Any]:
        """With their organisations; empty when the account is disabled."""

    def has_perm(self, perm: str) -> bool: ...

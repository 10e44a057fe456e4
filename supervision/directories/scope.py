"""What of checks and findings belongs to roles that may be held for one programme: it is that of the mark."""

from collections.abc import Collection
from typing import Any, Protocol

from django.db.models import Q

from tianfu.accounts.access.scope import scope_of
from tianfu.accounts.roles import Role


class Mark(Protocol):
    """What is asked of an authorization."""

    @property
    def programme_slug(self) -> str: ...


def about_marks(user: Any, roles: Collection[Role], path: str = "authorization") -> Q | None:
    """Rows about marks of the programmes for which one of `roles` is held, and about no mark; None when none is held.

    `path` leads from the row to the mark. Q() = everything.
    """
    held = scope_of(user, roles, regional=False, prefix=f"{path}__")
    return held | Q(**{path: None}) if held else held


def holds_for(user: Any, roles: Collection[Role], mark: Mark | None, region: str | None = None) -> bool:
    """Is one of `roles` held for the programme of this mark (for any, where there is none) and this region?"""
    slug = mark.programme_slug if mark is not None else None
    return any(user.has_role(role, region, slug) for role in roles)

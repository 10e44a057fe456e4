"""What of a list belongs to the roles somebody holds: by region and by programme, as filters for querysets."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from tianfu.accounts.roles import Role

NOTHING = Q(pk__in=[])


def scope_of(user: Any, roles: Collection[Role], *, regional: bool = True, prefix: str = "") -> Q | None:
    """Rows within the regions and programmes for which the person holds one of the roles; None when none is held.

    `prefix` leads from the filtered model to what has `region` and `programme`, e.g. "subject__". Q() = everything.
    """
    found: dict[str, set[str] | None] = {}
    for grant in user.held_grants_of(roles):
        kept = found.setdefault(grant.programme, set())
        if grant.region is None or not regional:
            found[grant.programme] = None
        elif kept is not None:
            kept.add(grant.region)
    if not found:
        return None
    wanted = NOTHING
    for programme, regions in sorted(found.items()):
        part = Q() if regions is None else Q(**{f"{prefix}region_id__in": frozenset(regions)})
        if programme:
            part &= Q(**{f"{prefix}programme__slug": programme})
        if not part:
            return Q()
        wanted = part if wanted is NOTHING else wanted | part
    return wanted


def any_of(*parts: Q | None) -> Q:
    """What one of several scopes holds. Q() is everything here, where Django's own `|` would drop it."""
    held = [part for part in parts if part is not None]
    if any(not part for part in held):
        return Q()
    wanted = NOTHING
    for part in held:
        wanted = part if wanted is NOTHING else wanted | part
    return wanted

"""The places that are served, for the filters of lists: reference data, so each process asks for it once a minute."""

import time
from typing import NamedTuple

from tianfu.accounts.models import Region, RegionKind
from tianfu.accounts.programmes import whole

_SECONDS = 60.0


class Places(NamedTuple):
    """`seats`: (code, name) in their order. `kind`: what such a place is called. `whole`: what all of them are."""

    seats: tuple[tuple[str, str], ...]
    kind: str
    whole: str


_kept: tuple[float, Places] = (0.0, Places((), "", ""))


def places() -> Places:
    """At most a minute old."""
    global _kept
    until, known = _kept
    if time.monotonic() >= until:
        known = _read()
        _kept = (time.monotonic() + _SECONDS, known)
    return known


def place_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) of the places where enterprises are registered, in their order."""
    return places().seats


def _read() -> Places:
    seats = list(Region.objects.seats().values_list("code", "name", "kind"))
    kinds = {kind for _, _, kind in seats}
    return Places(
        seats=tuple((code, name) for code, name, _ in seats),
        kind=RegionKind(kinds.pop()).label if len(kinds) == 1 else "市（州）、县（市、区）" if kinds else "地区",
        whole=whole(),
    )


def forget() -> None:
    """Ask anew; for tests."""
    global _kept
    _kept = (0.0, Places((), "", ""))

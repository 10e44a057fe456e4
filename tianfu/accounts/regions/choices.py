"""The prefectures that are served, for the filters of lists: reference data, so each process asks for it once a minute."""

import time

from tianfu.accounts.models import Region

_SECONDS = 60.0
_kept: tuple[float, tuple[tuple[str, str], ...]] = (0.0, ())


def prefecture_choices() -> tuple[tuple[str, str], ...]:
    """(code, name) in their order; at most a minute old."""
    global _kept
    until, known = _kept
    if time.monotonic() >= until:
        known = tuple(Region.objects.served().filter(kind="prefecture").values_list("code", "name"))
        _kept = (time.monotonic() + _SECONDS, known)
    return known


def forget() -> None:
    """Ask anew; for tests."""
    global _kept
    _kept = (0.0, ())

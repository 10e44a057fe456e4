"""The industries, for the filters of lists: reference data, so each process asks for them once a minute."""

import time

from applications.programmes.models.reference import Industry

_SECONDS = 60.0
_kept: tuple[float, tuple[tuple[str, str], ...]] = (0.0, ())


def industry_choices() -> tuple[tuple[str, str], ...]:
    """(key, name) in their order; at most a minute old."""
    global _kept
    until, known = _kept
    if time.monotonic() >= until:
        known = tuple((str(pk), name) for pk, name in Industry.objects.values_list("pk", "name"))
        _kept = (time.monotonic() + _SECONDS, known)
    return known


def forget() -> None:
    """Ask anew; for tests."""
    global _kept
    _kept = (0.0, ())

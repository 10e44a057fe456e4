"""The industries that some programme takes, for the filters of lists: reference data, so each process asks for them once a minute."""

import time

from applications.programmes.models.reference import Industry, Sector
from applications.programmes.names import newest_contents, schemes

_SECONDS = 60.0
_kept: tuple[float, tuple[tuple[str, str], ...]] = (0.0, ())


def industry_choices() -> tuple[tuple[str, str], ...]:
    """(key, name) in their order; at most a minute old."""
    global _kept
    until, known = _kept
    if time.monotonic() >= until:
        known = tuple((str(pk), name) for pk, name in Industry.objects.of_schemes(schemes()).values_list("pk", "name"))
        _kept = (time.monotonic() + _SECONDS, known)
    return known


def forget() -> None:
    """Ask anew; for tests."""
    global _kept
    _kept = (0.0, ())


def sector_choices() -> list[tuple[str, str]]:
    """Every sector that some programme takes, for filters, in the engine's order and the first programme's words."""
    labels: dict[str, str] = {}
    for content in newest_contents():
        labels = {key: entry["label"] for key, entry in content["sectors"].items()} | labels
    return [(key, labels[key]) for key in Sector.values if key in labels]

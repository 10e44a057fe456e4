"""What rests on the certificates of a body: subjects above say how their part is counted."""

from collections.abc import Callable
from datetime import date

from certification.bodies.models import CertificationBody

Count = Callable[[CertificationBody, date, str], int]
_counts: dict[str, Count] = {}


def register_dependents(name: str) -> Callable[[Count], Count]:
    """`count(body, day, sector)`, in one sector or ("") in all."""

    def keep(count: Count) -> Count:
        _counts[name] = count
        return count

    return keep


def dependents(body: CertificationBody, day: date, sector: str = "") -> dict[str, int]:
    """How many of each kind ("marks", "cases") rest on them on `day`."""
    return {name: count(body, day, sector) for name, count in _counts.items()}

"""The calls for applications the demo plays in, placed around today."""

from dataclasses import dataclass
from datetime import date, timedelta

from applications.models import Batch, Programme, Sector
from tianfu.demo.accounts import person
from tianfu.demo.routes import Route
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock


@dataclass(frozen=True)
class BatchNames:
    last_year: str
    spring: str
    autumn: str


def batch_names() -> BatchNames:
    """Named by the year of the real present; during the stories the clock stands in the past."""
    rows = list(Batch.objects.filter(programme__slug="tfmp").order_by("opens_on").values_list("name", flat=True))
    return BatchNames(*rows)


def open_batches(today: date) -> None:
    """One of last year, one of this spring, and one that takes applications for four more months."""
    for name, opens, closes in (
        (f"{today.year - 1} 年第二批", -430, -330),
        (f"{today.year} 年第一批", -260, -90),
        (f"{today.year} 年第二批", -45, 120),
    ):
        batch = Batch.objects.create(
            programme=Programme.objects.get(slug="tfmp"),
            name=name,
            opens_on=today + timedelta(days=opens),
            closes_on=today + timedelta(days=closes),
            sectors=list(Sector.values),
            routes=list(Route.values),
            opened_by=person("admin"),
            created_at=clock.now(),
        )
        record("batch.open", actor=batch.opened_by, subject=batch)

"""抽查事项清单: what may be inspected, and the list that comes with the platform (domain 6.2)."""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction

from supervision.directories.models import InspectionItem
from tianfu.workflow.door import NotPossible

_STARTER = Path(__file__).with_name("starter_items.toml")


def refuse_unpublished(items: Iterable[InspectionItem], day: date) -> None:
    """Raise NotPossible, naming them, when any of `items` may not be inspected on `day`: it is not published
    (川办发〔2025〕18号: 未公布的事项不得检查)."""
    wanted = {item.pk: item for item in items}
    allowed = set(InspectionItem.objects.published(day).filter(pk__in=wanted).values_list("pk", flat=True))
    barred = [str(item) for pk, item in wanted.items() if pk not in allowed]
    if barred:
        raise NotPossible([f"未公布的事项不得检查：{'、'.join(barred)}。请选择已公布的事项，或先公布。"])


@transaction.atomic
def load_starter_items() -> int:
    """Add the items of the starter list that are not there yet, as drafts: an authority publishes them by two people.

    Running it again changes nothing; an item the authority has changed stays as it is. Returns how many were added.
    """
    entries = tomllib.loads(_STARTER.read_text(encoding="utf-8"))["item"]
    there = set(InspectionItem.objects.values_list("code", flat=True))
    rows = [InspectionItem(**entry) for entry in entries if entry["code"] not in there]
    InspectionItem.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)

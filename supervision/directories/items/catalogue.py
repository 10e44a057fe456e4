"""抽查事项清单: what may be inspected, and the list that comes with the platform (domain 6.2)."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from supervision.directories.items.rules import keeps_list
from supervision.directories.models import InspectionItem
from supervision.directories.states import ItemState
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotAllowed, NotPossible, lock

KEEPERS_ONLY = "抽查事项由省级抽查组织人编制和公布。"

_STARTER = Path(__file__).with_name("starter_items.toml")


def draft(item: InspectionItem, *, actor: Any) -> InspectionItem:
    """A new item, or the next version of one; it may not be inspected before two people publish it."""
    with transaction.atomic():
        if not keeps_list(actor):
            raise NotAllowed(KEEPERS_ONLY)
        versions = InspectionItem.objects.filter(code=item.code)
        if versions.filter(state=ItemState.DRAFT).exists():
            raise NotPossible([f"事项编码 {item.code} 已有未公布的版次，请在其中修改。"])
        item.version = (versions.aggregate(newest=Max("version"))["newest"] or 0) + 1
        item.drafted_by = actor
        item.save(force_insert=True)
        record("inspectionitem.draft", actor=actor, subject=item, data={"code": item.code, "version": item.version})
    return item


def editable(item: InspectionItem, actor: Any) -> InspectionItem:
    """The draft locked for its writer, inside the transaction of the change; what is proposed or published stands."""
    locked = lock(item)
    if not keeps_list(actor):
        raise NotAllowed(KEEPERS_ONLY)
    if locked.state != ItemState.DRAFT:
        raise NotPossible(["已公布的版次不能修改；需要修改的，请编制新的版次。"])
    if locked.endorsements.standing().filter(round=locked.revision).exists():
        raise NotPossible(["已提出公布，不能再修改；需要修改的，请先撤下提议。"])
    return locked


def save_draft(item: InspectionItem, *, actor: Any) -> None:
    """What the form changed; `item` comes from `editable`."""
    item.save()
    record("inspectionitem.change", actor=actor, subject=item, data={"code": item.code, "version": item.version})


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

"""申报批次: opening one, over the list of batches its page showed."""

from typing import Any

from django.db import transaction

from applications.programmes.models.programme import Batch, Programme
from tianfu.ledger.audit.records import record
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import Shown, refuse_changed


def batch_facts() -> dict[str, str]:
    """The batches as the page lists them, for `tianfu.workflow.signatures.shown`."""
    rows = Batch.objects.select_related("programme").order_by("pk")
    return {str(row): f"{moments.numeric_day(row.opens_on)} 至 {moments.numeric_day(row.closes_on)}" for row in rows}


@transaction.atomic
def open_batch(batch: Batch, *, user: Any, shown: Shown) -> Batch:
    """Open `batch` (not saved yet). `shown`: the stamp of the page; Changed when another was opened since."""
    # Two people who open at once wait for each other here.
    Programme.objects.select_for_update().get(pk=batch.programme_id)
    refuse_changed(shown, batch_facts())
    batch.opened_by, batch.created_at = user, clock.now()
    batch.save()
    record("batch.open", actor=user, subject=batch)
    return batch

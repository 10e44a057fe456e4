"""The inspected side under a 整改复查: signs on the screen what the first inspector wrote, or does not, as at the first check.

Noted by one of the team before the second inspector signs; what was noted may be noted anew until then.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from supervision.inspections.models import InspectionTask, Recheck
from supervision.inspections.records.acts import PHOTOS, SIGNATURE_PURPOSE
from supervision.inspections.records.recheck_signatures import TEAM_SIGNS, recheck_facts
from supervision.inspections.rules import in_team, signing_problems
from supervision.inspections.states import RecheckAct, Signing
from tianfu.ledger.audit.records import record
from tianfu.workflow.door import NotPossible
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.signatures.officer import taken_up
from tianfu.workflow.signatures.proposal import hold
from tianfu.workflow.signatures.shown import Shown, refuse_changed


def read_facts(task: InspectionTask, row: Recheck) -> dict[str, Any]:
    """What the inspected side reads: all that the second inspector reads, but its own signature."""
    return {name: value for name, value in recheck_facts(task, row).items() if name != "被检查方"}


def keep_signature(row: Recheck, upload: UploadedFile, *, user: Any, seen: int, shown: Shown) -> Recheck:
    """The picture of the signature. ValidationError for no picture; Changed where another record was read."""
    with transaction.atomic():
        fresh = _open(row, user, seen, shown)
        fresh.signature = take_one(upload, kinds=PHOTOS, user=user, purpose=SIGNATURE_PURPOSE)
        fresh.save(update_fields=["signature"])
        record("inspectiontask.reinspect_drawn", actor=user, subject=fresh.subject, data=_data(fresh))
    return fresh


def note_signing(
    row: Recheck, *, user: Any, seen: int, shown: Shown, signing: str, signatory: str = "", unsigned_reason: str = ""
) -> Recheck:
    """Whether the inspected side signed, who, and why not. Raises NotAllowed, NotPossible, Overtaken, Changed."""
    with transaction.atomic():
        fresh = _open(row, user, seen, shown)
        signed = signing == Signing.SIGNED
        fresh.signing = signing
        fresh.signatory = signatory.strip() if signed else ""
        fresh.unsigned_reason = "" if signed else unsigned_reason.strip()
        if not signed:
            fresh.signature = None
        if problems := signing_problems(fresh):
            raise NotPossible(problems)
        fresh.save(update_fields=["signing", "signatory", "unsigned_reason", "signature"])
        record("inspectiontask.reinspect_noted", actor=user, subject=fresh.subject, data=_data(fresh))
    return fresh


def _open(row: Recheck, user: Any, seen: int, shown: Shown) -> Recheck:
    task = taken_up(row.subject, user, seen=seen, may=in_team, refusal=TEAM_SIGNS)
    fresh: Recheck = hold(row, task)
    if fresh.act != RecheckAct.REINSPECT or fresh.alone:
        raise NotPossible(["只有整改复查记录由被检查方签字。"])
    refuse_changed(shown, read_facts(task, fresh))
    return fresh


def _data(row: Recheck) -> dict[str, Any]:
    picture = row.signature.sha256 if row.signature is not None else ""
    return {"recheck": row.pk, "signing": row.signing, "signature": picture}

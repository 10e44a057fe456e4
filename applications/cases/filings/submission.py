"""Filing: submission and resubmission. A filing is immutable and its receipt carries its hash."""

from datetime import date
from typing import Any

from django.db import transaction

from applications.cases.filings.read_back import correction_answers, entries, filed_content
from applications.cases.models.application import Application
from applications.cases.models.correction import Correction
from applications.cases.models.filing import Filing
from applications.cases.rules.foundations import return_stage
from applications.enterprises.changes.acts import bring_up_to_date
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.office_hours import counted_from
from tianfu.workflow.door import advance, lock, refuse_stale
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.numbers import filing_number, next_serial
from tianfu.workflow.signatures.shown import Shown, refuse_changed


def snapshot(application: Application, *, user: Any, version: int, number: str) -> dict[str, Any]:
    """The whole case as filed: text, integers, lists and objects only."""
    return {
        "number": number,
        "version": version,
        **filed_content(application),
        "filed_by": user.name or user.email,
        "filed_at": moments.iso(clock.now()),
    }


def _file(application: Application, user: Any, shown: Shown, answers: dict[str, str]) -> Filing:
    version = application.round
    content = snapshot(application, user=user, version=version, number=application.number or "")
    # Of the very content that is filed below, so that nothing can slip in between.
    refuse_changed(shown, entries(application, content, answers))
    body = canonical(content)
    filing = Filing.objects.create(
        application=application,
        version=version,
        content=body.decode(),
        sha256=sha256_hex(body),
        file_hashes=[entry for part in content["sections"] for entry in part["files"]],
        filed_by=user,
        filed_at=clock.now(),
    )
    enqueue("receipt", f"receipt:{filing.pk}", {"filing": filing.pk})
    return filing


def _number(application: Application) -> str:
    version = application.programme_version
    year = clock.today().year
    prefix = version.payload["prefix"]
    letter = version.payload["letters"][application.route]["filing"]
    serial = next_serial(f"{application.programme_slug}:filing:{letter}", year)
    return filing_number(prefix, letter, year, serial)


def submit(application: Application, *, user: Any, seen: int, shown: Shown) -> Application:
    """提交申报: number, transition and filing in one transaction. `shown`: the stamp of the page that was read.

    A second submit of the same page raises Overtaken and leaves no trace: the number it drew is
    rolled back with it, so the sequence stays without a gap.
    """
    with transaction.atomic():
        bring_up_to_date(application.enterprise)
        # Lock before drawing the number: everybody locks case → counter, and a late double click stops here.
        locked = lock(application)
        number = _number(locked) if locked.number is None else locked.number
        received = counted_from(clock.now(), locked.programme_slug)
        moved = advance(locked, "submit", actor=user, seen=seen, number=number, counted_from=received)
        _file(moved, user, shown, {})
    return moved


def resubmit(application: Application, *, user: Any, seen: int, shown: Shown) -> Application:
    """提交补正: closes the correction and files the next version, as the page `shown` showed it.

    The clock runs on where the correction was asked for; where something changed that an earlier stage rested on, the
    case comes back to the earliest of them, and whoever passed it then does so anew.
    """
    with transaction.atomic():
        bring_up_to_date(application.enterprise)
        locked = lock(application)
        refuse_stale(locked, seen)
        answers, received = correction_answers(locked), counted_from(clock.now(), locked.programme_slug)
        target, changed = return_stage(locked)
        # Closed before the door: the due date that it projects, and that messages name, belongs to a clock that runs.
        _close(locked.open_correction(), received)
        inputs: dict[str, Any] = {"target": target, "changed": changed, "counted_from": received}
        moved = advance(locked, "resubmit", actor=user, seen=seen, **inputs)
        _file(moved, user, shown, answers)
    return moved


def _close(correction: Correction | None, received: date) -> None:
    if correction is not None:
        correction.closed_at, correction.counted_from = clock.now(), received
        correction.save(update_fields=["closed_at", "counted_from"])


def refresh_due(application: Application) -> None:
    """Write the projection again after an event that is not a transition (objection, correction closed)."""
    fresh = Application.objects.get(pk=application.pk)
    fresh.project()
    Application.objects.filter(pk=fresh.pk).update(due_on=fresh.due_on, due_provisional=fresh.due_provisional)
    application.due_on, application.due_provisional = fresh.due_on, fresh.due_provisional

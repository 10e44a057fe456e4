"""Filing: submission and resubmission. A filing is immutable and its receipt carries its hash."""

from typing import Any

from django.db import transaction

from applications.models import Application, Filing
from applications.section import sections_of
from applications.signing import text_sha256
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock
from tianfu.workflow.door import advance, lock
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.numbering import filing_number, next_serial


def snapshot(application: Application, *, user: Any, version: int, number: str) -> dict[str, Any]:
    """The whole case as filed: text, integers, lists and objects only."""
    enterprise, product = application.enterprise, application.product
    return {
        "number": number,
        "version": version,
        "programme": application.programme_slug,
        "programme_version": application.programme_version.version,
        "programme_sha256": application.programme_version.sha256,
        "batch": application.batch.name,
        "route": str(application.route),
        "enterprise": {"name": enterprise.organisation.name, "uscc": enterprise.uscc},
        "product": {"name": product.name, "models": product.models_text},
        "sections": [part.snapshot(application) for part in sections_of(application)],
        "commitment": {
            "version": application.programme_version.text("commitment")["version"],
            "sha256": text_sha256(application, "commitment"),
        },
        "filed_by": user.name or user.email,
        "filed_at": clock.now().isoformat(timespec="seconds"),
    }


def _file(application: Application, user: Any) -> Filing:
    version = application.round
    content = snapshot(application, user=user, version=version, number=application.number or "")
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


def submit(application: Application, *, user: Any, seen: int) -> Application:
    """提交申报: number, transition and filing in one transaction.

    A second submit of the same page raises Overtaken and leaves no trace: the number it drew is
    rolled back with it, so the sequence stays without a gap.
    """
    with transaction.atomic():
        # Lock before drawing the number: everybody locks case → counter, and a late double click stops here.
        locked = lock(application)
        number = _number(locked) if locked.number is None else locked.number
        moved = advance(locked, "submit", actor=user, seen=seen, number=number)
        _file(moved, user)
    return moved


def resubmit(application: Application, *, user: Any, seen: int) -> Application:
    """提交补正: closes the correction (the clock runs on) and files the next version."""
    with transaction.atomic():
        locked = lock(application)
        correction = locked.open_correction()
        moved = advance(locked, "resubmit", actor=user, seen=seen)
        if correction is not None:
            correction.closed_at = clock.now()
            correction.save(update_fields=["closed_at"])
        _file(moved, user)
        refresh_due(moved)
    return moved


def refresh_due(application: Application) -> None:
    """Write the projection again after an event that is not a transition (objection, correction closed)."""
    fresh = Application.objects.get(pk=application.pk)
    fresh.project()
    Application.objects.filter(pk=fresh.pk).update(due_on=fresh.due_on, due_provisional=fresh.due_provisional)
    application.due_on, application.due_provisional = fresh.due_on, fresh.due_provisional

"""公示: publication, objections, the end of the period."""

import logging
from datetime import date
from typing import Any

from django.db import transaction

from applications.deadlines import allowed_days, case_clock
from applications.models import Application, Objection, PublicNotice
from applications.section import section
from applications.stage import stage
from applications.states import ApplicationState
from applications.submitting import refresh_due
from applications.telling import tell_objection, tell_objection_closed
from tianfu.ledger.log.publishing import publish
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, Refused, advance, lock
from tianfu.workflow.numbering import filing_number, next_serial

log = logging.getLogger(__name__)


def publish_notice(application: Application) -> PublicNotice:
    """Open the period: it runs from the day after publication. Called in the arriving transition.

    A case that was sent back and comes again is published anew, for the whole period.
    """
    now = clock.now()
    notice = getattr(application, "notice", None)
    if notice is None:
        notice = PublicNotice(application=application, number=_number(application, now.year))
    else:
        data = {"published_at": notice.published_at.isoformat(), "snapshot": notice.snapshot}
        record("public_notice.publish_again", actor=None, subject=notice, data=data)
    notice.published_at, notice.closed_at = now, None
    notice.days = allowed_days(application, "stage.public_notice.days", now.date())
    notice.snapshot = _public_facts(application)
    notice.save()
    refresh_due(application)
    _write_end(application, notice)
    _log(notice)
    return notice


def _number(application: Application, year: int) -> str:
    serial = next_serial(f"{application.programme_slug}:notice", year)
    return filing_number(application.programme_version.payload["prefix"], "N", year, serial)


def _public_facts(application: Application) -> dict[str, Any]:
    """What the public reads during the notice: firm and product, never a person."""
    enterprise, product = application.enterprise, application.product
    return {
        "programme": application.programme_version.programme.name,
        "route": application.get_route_display(),
        "enterprise": enterprise.organisation.name,
        "uscc": enterprise.uscc,
        "region": application.region.name,
        "product": product.name,
        "models": product.models_text,
        "sector": product.get_sector_display(),
        "industry": product.industry.name,
        "standard": f"{product.standard_number} {product.standard_title}",
        "comparison": section("comparison").snapshot(application)["items"],
    }


def _log(notice: PublicNotice) -> None:
    """The publication in the public log: whose product, from when, until when at first."""
    until = notice.ends_on.isoformat() if notice.ends_on else ""
    publish(
        "notice.published",
        {
            "number": notice.number,
            "holder": notice.snapshot["enterprise"],
            "product": notice.snapshot["product"],
            "since": clock.in_beijing(notice.published_at).isoformat(),
            "until": until,
        },
    )


def _write_end(application: Application, notice: PublicNotice) -> None:
    due = case_clock(Application.objects.get(pk=application.pk))
    ends_on = due.date if due else None
    PublicNotice.objects.filter(pk=notice.pk).update(ends_on=ends_on)
    notice.ends_on = ends_on


def record_objection(
    application: Application, *, user: Any, source: str, objector: str, contact: str, text: str
) -> Objection:
    """An officer records an objection; the notice's clock stands still until it is closed."""
    with transaction.atomic():
        locked = lock(application)
        if locked.state != ApplicationState.PUBLIC_NOTICE:
            raise NotPossible(["该件不在公示期，不能登记公示异议。"])
        _may_handle(locked, user)
        objection = Objection(
            notice=locked.notice,
            source=source,
            objector=objector.strip(),
            contact=contact.strip(),
            text=text.strip(),
            recorded_by=user,
            recorded_at=clock.now(),
        )
        objection.full_clean(exclude=["notice"])
        objection.save()
        record("objection.record", actor=user, subject=objection)
        refresh_due(locked)
        _write_end(locked, locked.notice)
        tell_objection(objection)
    return objection


def close_objection(objection: Objection, *, user: Any, outcome: str, finding: str) -> Objection:
    """核查结论. Dismissed: the clock runs on. Upheld: two people then reject the case."""
    with transaction.atomic():
        locked = lock(objection.notice.application)
        _may_handle(locked, user)
        fresh = Objection.objects.select_for_update().get(pk=objection.pk)
        if fresh.closed_at is not None:
            raise NotPossible(["该异议已办结。"])
        if not finding.strip() or outcome not in Objection.Outcome.values:
            raise NotPossible(["请选择结论并写明核查情况。"])
        fresh.outcome, fresh.finding, fresh.closed_by, fresh.closed_at = outcome, finding.strip(), user, clock.now()
        fresh.save()
        record("objection.close", actor=user, subject=fresh, reason=finding, data={"outcome": str(outcome)})
        refresh_due(locked)
        _write_end(locked, locked.notice)
        fresh.notice.refresh_from_db()
        tell_objection_closed(fresh)
    return fresh


def _may_handle(application: Application, user: Any) -> None:
    if not stage(ApplicationState.PUBLIC_NOTICE).may_work(application, user):
        raise NotAllowed("登记和核查异议由运营机构经办人办理。")


def close_ended_notices(today: date) -> int:
    """Pass every case whose notice period is over. Safe to run twice; a refused one is logged and stays."""
    passed = 0
    due = Application.objects.filter(state=ApplicationState.PUBLIC_NOTICE, due_on__lt=today).order_by("pk")
    for application in due:
        try:
            advance(application, "pass_stage", actor=SYSTEM, seen=application.revision, note="公示期满无未结异议")
        except Refused as refusal:
            log.info("notice of application %s stays open: %s", application.pk, refusal)
        else:
            passed += 1
    return passed

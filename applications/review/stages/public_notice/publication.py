"""公示: publication, and its end. Objections to it: `applications.review.stages.public_notice.objections`."""

import logging
from datetime import date
from typing import Any

from applications.cases.filings.submission import refresh_due
from applications.cases.models.application import Application
from applications.cases.models.targets import passing_verb
from applications.cases.sections.section import section
from applications.cases.stages.clock import allowed_days
from applications.cases.states import ApplicationState
from applications.programmes.names import names_of
from applications.programmes.reach import sector_label
from applications.review.stages.public_notice.models import PublicNotice
from applications.review.stages.public_notice.period import notice_period
from tianfu.ledger.audit.records import record
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, Refused, advance
from tianfu.workflow.numbers import filing_number, next_serial
from tianfu.workflow.rounds import each

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
    notice.published_at, notice.closed_at, notice.promised_until = now, None, None
    notice.days = allowed_days(application, "stage.public_notice.days", now.date())
    notice.snapshot = _public_facts(application)
    notice.save()
    refresh_due(application)
    write_end(application, notice)
    _log(notice)
    return notice


def _number(application: Application, year: int) -> str:
    serial = next_serial(f"{application.programme_slug}:notice", year)
    return filing_number(application.programme_version.payload["prefix"], "N", year, serial)


def _public_facts(application: Application) -> dict[str, Any]:
    """What the public reads during the notice: firm and product, never a person."""
    enterprise, product = application.enterprise, application.product_version
    return {
        "programme": application.programme_version.programme.name,
        "route": application.get_route_display(),
        "enterprise": enterprise.organisation.name,
        "uscc": enterprise.uscc,
        "region": application.region.name,
        "product": product.name,
        "models": product.models_text,
        "sector": sector_label(names_of(application.programme_version_id).content, product.sector),
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


def write_end(application: Application, notice: PublicNotice) -> None:
    """Keep the period's last day as it is now, and what the public was promised at the most."""
    period = notice_period(notice, list(notice.objections.all()))
    notice.ends_on = period.last
    notice.promised_until = max((day for day in (notice.promised_until, period.last) if day), default=None)
    PublicNotice.objects.filter(pk=notice.pk).update(ends_on=notice.ends_on, promised_until=notice.promised_until)


def close_notice(application: Application, change: Any) -> None:
    """The case leaves 公示 (over, sent back, refused, retracted): nothing moves this publication's dates any more."""
    PublicNotice.objects.filter(application=application, closed_at=None).update(closed_at=change.at)


def close_ended_notices(today: date) -> int:
    """Pass every case whose notice period is over. Safe to run twice; a refused one is logged and stays."""
    waiting = Application.objects.filter(
        state=ApplicationState.PUBLIC_NOTICE, notice__closed_at=None, notice__ends_on__lt=today
    )
    return each("close notice", waiting.order_by("pk"), _close)


def _close(application: Application) -> bool:
    try:
        verb = passing_verb(application)
        advance(application, verb, actor=SYSTEM, seen=application.revision, note="公示期满无未结异议")
    except Refused as refusal:
        log.info("notice of application %s stays open: %s", application.pk, refusal)
        return False
    return True

"""What the beat does with yearly reports: opens them when their window opens, and reminds when they are late."""

from datetime import date
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications.models import Programme
from certification.authorizations.models.authorization import Authorization
from certification.duties.reports.filings.drafts import open_report
from certification.duties.reports.messages import tell_late, tell_missing, tell_open
from certification.duties.reports.models.annual_report import AnnualReport
from certification.duties.reports.term.years import OWING, REMINDERS, latest_start, newest_window
from tianfu.workflow.policies.values import policy
from tianfu.workflow.rounds import each


def unopened(day: date) -> "QuerySet[Authorization]":
    """Marks in force or suspended on `day` whose newest report nobody has opened yet."""
    owing = Q(pk__in=[])
    for pk, slug in Programme.objects.values_list("pk", "slug"):
        window = newest_window(slug, day)
        begun = latest_start(window.year, slug, day)
        theirs = AnnualReport.objects.filter(authorization=OuterRef("pk"), year=window.year)
        # One that continues another owes what the other could not file any more (`years.first_year`).
        before = Q(previous__starts_on__lte=begun) | Q(previous__previous__isnull=False)
        first, following = Q(previous=None, starts_on__lte=begun), Q(before, previous__ends_on__lt=window.opens)
        owing |= Q(first | following, ~Exists(theirs), programme=pk, ends_on__gte=window.opens)
    rows = Authorization.objects.filter(owing, state__in=OWING, ends_on__gte=day)
    return rows.select_related("enterprise__organisation", "programme").order_by("pk")


def open_due(day: date) -> int:
    """Every report whose window has opened, once; its holder is told. Returns how many."""
    return each("open the report", unopened(day), partial(_open, day=day))


def _open(authorization: Authorization, day: date) -> bool:
    report = open_report(authorization, newest_window(authorization.programme_slug, day).year, day)
    tell_open(report)
    return True


def remind_late(day: date) -> int:
    """Once per step of `annual_report.reminders`, and once when a suspension may be proposed: holder and desk.

    After days without a run only the step that holds now is told.
    """
    rows = AnnualReport.objects.owed(day).filter(last_on__lte=day)
    rows = rows.select_related("authorization__enterprise__organisation", "authorization__programme")
    return each("remind of the report", rows.order_by("pk"), partial(_remind, day=day))


def _remind(report: AnnualReport, day: date) -> int:
    if report.propose_from <= day:
        return tell_missing(report, day)
    slug, late = report.authorization.programme_slug, (day - report.last_on).days
    step = max((int(days) for days in policy(REMINDERS, scope=slug, on=day) if int(days) <= late), default=None)
    return 0 if step is None else tell_late(report, day, step)

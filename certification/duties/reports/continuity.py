"""A report that was not filed when its mark ended: where the mark was renewed, it is filed under the new authorization."""

from datetime import date, timedelta

from django.db import transaction

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.term.continuity import continuation
from certification.duties.reports.messages import tell_open
from certification.duties.reports.models import figures
from certification.duties.reports.models.annual_report import AnnualReport, ReportFile
from certification.duties.reports.models.states import OPEN
from certification.duties.reports.term.years import OWING, last_day, longest_wait, window_of
from tianfu.workflow import clock
from tianfu.workflow.door import SYSTEM, advance


def hand_on_reports(authorization: Authorization) -> int:
    """In the passage by which the renewed one takes effect: whatever was still owed under the old one; how many."""
    if authorization.previous is None:
        return 0
    rows = authorization.previous.annual_reports.filter(state__in=OPEN).order_by("year")
    return sum(hand_on(row) is not None for row in rows)


def hand_on(report: AnnualReport) -> AnnualReport | None:
    """The same year under the authorization that continues the report's, with figures, files and the operator's answer.

    None while the report can be filed where it is, or nothing continues its mark.
    """
    today, heir = clock.today(), continuation(report.authorization)
    if report.authorization.effective_on(today) in OWING or heir is None or heir.effective_on(today) not in OWING:
        return None
    with transaction.atomic():
        new = AnnualReport.objects.filter(authorization=heir, year=report.year).first() or _made(report, heir, today)
        note = f"授权已续期，由新授权 {heir} 报送。"
        advance(report, "hand_on", actor=SYSTEM, seen=report.revision, note=note)
        tell_open(new)
    return new


def _made(report: AnnualReport, heir: Authorization, today: date) -> AnnualReport:
    due_on = _due_on(report, heir, today)
    last_on = max(due_on, report.last_on)
    new = AnnualReport.objects.create(
        authorization=heir,
        year=report.year,
        opened_on=today,
        due_on=due_on,
        last_on=last_on,
        propose_from=last_on + timedelta(days=longest_wait(heir.programme_slug, today) + 1),
        answer=report.answer,
        **figures.values_of(report),
    )
    for row in report.files.filter(removed_at=None):
        ReportFile.objects.create(report=new, file_id=row.file_id)
    return new


def _due_on(report: AnnualReport, heir: Authorization, today: date) -> date:
    """As if the old one had not ended; one that was cut short by that end and whose day has passed since is given the
    notice of the policy from today."""
    window = window_of(report.year, heir.programme_slug, report.opened_on)
    due_on = last_day(heir, window, report.opened_on)
    cut_short = report.last_on >= report.authorization.ends_on
    return last_day(heir, window, today) if cut_short and due_on < today else due_on

"""What this floor puts into people's lists of work, in the order in which they read it."""

from applications.enterprises import todo
from certification.authorizations.sanctions.second_person import SECOND
from certification.authorizations.suspensions.replacements.work import ASKED, OFFERED
from certification.authorizations.suspensions.restorations.work import RESTORATIONS
from certification.authorizations.suspensions.work import OVER_LIMIT, REQUESTS
from certification.authorizations.work import alerts
from certification.certificates.issued.second_person import ENDS
from certification.certificates.losses.work import LOST_CASES
from certification.changes.cancellations import work as cancellations
from certification.changes.requests import work as changes
from certification.changes.successions import work as successions
from certification.duties.incidents.work import INCIDENTS
from certification.duties.reports import work as reports
from certification.duties.usages.sources import USAGES
from tianfu.workflow import work_items

CHANGES = (changes.WAITING, changes.SECOND, successions.WAITING, successions.SECOND, cancellations.WAITING)


def register() -> None:
    """Called once, from `ready()`."""
    for source in (SECOND, ENDS, RESTORATIONS, OFFERED, REQUESTS, OVER_LIMIT, ASKED, LOST_CASES, *CHANGES, USAGES):
        work_items.register(source)
    for source in (reports.TO_REVIEW, reports.MISSING, reports.CURED, INCIDENTS):
        work_items.register(source)
    todo.register("annual_reports", reports.holders_reports, reports.to_file)
    alerts.register_alerts()

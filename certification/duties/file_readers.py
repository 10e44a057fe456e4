"""Who may read what holders hand in with their duties."""

from typing import Any

from django.db.models import Q

from applications.file_readers import may_see_case
from certification.duties.incidents.acts import PURPOSE as INCIDENT_PURPOSE
from certification.duties.reports.filings.drafts import PURPOSE as REPORT_PURPOSE
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_report(user: Any, file: StoredFile) -> bool:
    """The holder's members, and staff who may see the case behind the authorization."""
    return may_see_case(user, Q(authorization__annual_reports__files__file=file))


def reads_incident(user: Any, file: StoredFile) -> bool:
    """As a yearly report's."""
    return may_see_case(user, Q(authorization__incidents__files__file=file))


register_reader(__name__, INCIDENT_PURPOSE, reads_incident, recorded=True)
register_reader(__name__, REPORT_PURPOSE, reads_report, recorded=True)

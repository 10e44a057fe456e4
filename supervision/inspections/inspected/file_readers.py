"""Who may read files of a check: its team, who oversees it, the province, the operator once it is published, the auditor;
what the inspected side filed, its members too. Never public."""

from typing import Any

from django.db.models import Q

from supervision.inspections.consequences.rectifications import PURPOSE as RECTIFICATION_PURPOSE
from supervision.inspections.holder import holder_of
from supervision.inspections.inspected.own import told_to
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import PHOTO_PURPOSE, SIGNATURE_PURPOSE
from supervision.inspections.records.paper import PAPER_PURPOSE
from supervision.inspections.records.recheck_paper import RECHECK_PURPOSE
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_photo(user: Any, file: StoredFile) -> bool:
    if not user.is_authenticated:
        return False
    pictured = Q(photos__file=file) | Q(record__signature=file) | Q(rechecks__signature=file)
    return InspectionTask.objects.on_console_for(user).filter(pictured).exists()


def reads_rectification(user: Any, file: StoredFile) -> bool:
    """The members of whom it is, and whoever may see the check on the console."""
    if not user.is_authenticated:
        return False
    return (
        InspectionTask.objects.on_console_for(user).filter(reports__files__file=file).exists()
        or told_to(user).filter(reports__files__file=file).exists()
    )


register_reader(__name__, PHOTO_PURPOSE, reads_photo, recorded=True)
register_reader(__name__, SIGNATURE_PURPOSE, reads_photo, recorded=True)
register_reader(__name__, RECTIFICATION_PURPOSE, reads_rectification, recorded=True)


# The paper names inspectors: whoever reads a check without their names does not read it.
_NAMED_TO = {Role.INSPECTOR, Role.SPOTCHECK_MANAGER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER, Role.AUDITOR}


def reads_record(user: Any, file: StoredFile) -> bool:
    """A paper of the check, which both sides hold: its team, who oversees it, and the inspected side."""
    if not user.is_authenticated:
        return False
    papers = Q(record_paper__paper__file=file) | Q(rechecks__record_paper__paper__file=file)
    found = InspectionTask.objects.filter(papers).select_related("object").first()
    if found is None:
        return False
    if user.roles & _NAMED_TO and InspectionTask.objects.on_console_for(user).filter(pk=found.pk).exists():
        return True
    holder = holder_of(found)
    return holder is not None and any(row.organisation_id == holder.pk for row in user.active_memberships)


register_reader(__name__, PAPER_PURPOSE, reads_record, recorded=True)
register_reader(__name__, RECHECK_PURPOSE, reads_record, recorded=True)

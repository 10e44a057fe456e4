"""Who may read files of a check: its team, who oversees it, the province, the operator once it is published, the auditor;
what the inspected side filed, its members too. Never public."""

from typing import Any

from django.db.models import Q

from supervision.inspections.models import InspectionTask
from supervision.inspections.own import told_to
from supervision.inspections.records import PHOTO_PURPOSE, SIGNATURE_PURPOSE
from supervision.inspections.rectifications import PURPOSE as RECTIFICATION_PURPOSE
from tianfu.files.models import StoredFile
from tianfu.files.reading import register_reader


def reads_photo(user: Any, file: StoredFile) -> bool:
    if not user.is_authenticated:
        return False
    return InspectionTask.objects.on_console_for(user).filter(Q(photos__file=file) | Q(record__signature=file)).exists()


def reads_rectification(user: Any, file: StoredFile) -> bool:
    """The members of whom it is, and whoever may see the check on the console."""
    if not user.is_authenticated:
        return False
    return (
        InspectionTask.objects.on_console_for(user).filter(reports__files__file=file).exists()
        or told_to(user).filter(reports__files__file=file).exists()
    )


register_reader(PHOTO_PURPOSE, reads_photo, recorded=True)
register_reader(SIGNATURE_PURPOSE, reads_photo, recorded=True)
register_reader(RECTIFICATION_PURPOSE, reads_rectification, recorded=True)

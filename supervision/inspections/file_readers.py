"""Who may read photos and signatures of a check: its team, who oversees it, the province and the auditor. Never public."""

from typing import Any

from django.db.models import Q

from supervision.inspections.models import InspectionTask
from supervision.inspections.records import PHOTO_PURPOSE, SIGNATURE_PURPOSE
from tianfu.files.models import StoredFile
from tianfu.files.reading import register_reader


def reads_photo(user: Any, file: StoredFile) -> bool:
    if not user.is_authenticated:
        return False
    return InspectionTask.objects.on_console_for(user).filter(Q(photos__file=file) | Q(record__signature=file)).exists()


register_reader(PHOTO_PURPOSE, reads_photo, recorded=True)
register_reader(SIGNATURE_PURPOSE, reads_photo, recorded=True)

"""Who reads what a department sent: its own people, and staff who may see the case. Never the enterprise."""

from typing import Any

from applications.cases.models.application import Application
from applications.review.stages.consultation.acts import PURPOSE
from applications.review.stages.consultation.models import Consultation
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_answer(user: Any, file: StoredFile) -> bool:
    if not user.is_authenticated or not user.is_staff:
        return False
    rows = Consultation.objects.filter(answer__files__file=file)
    cases = Application.objects.on_console_for(user).filter(pk__in=rows.values("application"))
    return rows.asked_of(user).exists() or cases.exists()


register_reader(__name__, PURPOSE, reads_answer, recorded=True)

"""Every download of a certificate or mark is recorded (design 5)."""

from typing import Any

from django.db import transaction

from certification.models import Authorization, Download
from tianfu.files.models import StoredFile
from tianfu.ledger.recording import record
from tianfu.workflow import clock


@transaction.atomic
def record_download(authorization: Authorization, stored: StoredFile, *, user: Any) -> Download:
    """Who downloaded what, when; in the history of the authorization and in the audit trail."""
    row = Download.objects.create(
        authorization=authorization, file=stored, downloaded_by=user, downloaded_at=clock.now()
    )
    record("authorization.download", actor=user, subject=authorization, data={"file": str(stored.pk)})
    return row

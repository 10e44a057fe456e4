"""Each download of a certificate or mark is a row of its authorization (design 5); the audit event is the file floor's."""

from typing import Any

from django.db.models import Q

from certification.authorizations.models.authorization import Authorization
from certification.issuing.cards.acts import authorization_of_card
from certification.issuing.models import Download
from tianfu.files.models import StoredFile
from tianfu.workflow import clock


def authorization_of(file: StoredFile) -> Authorization | None:
    """The authorization whose certificate or mark this file is."""
    return Authorization.objects.filter(Q(certificates__paper__file=file) | Q(marks__file=file)).first()


def record_download(file: StoredFile, user: Any) -> Download | None:
    """Written by the file address itself (`file_downloaded`), so no page needs to call it; None for other files."""
    authorization = authorization_of(file) or authorization_of_card(file)
    if authorization is None:
        return None
    return Download.objects.create(
        authorization=authorization, file=file, downloaded_by=user, downloaded_at=clock.now()
    )

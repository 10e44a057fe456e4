"""The licence of a claim: taken in, and kept between two tries of one form, so that it is chosen once."""

from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from applications.enterprises.models import EnterpriseClaim
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.files.storage import discard
from tianfu.workflow.policies.uploads import take_one

LICENCE_KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG)
LICENCE_PURPOSE = "licence"
_SALT, _HOURS = "enterprises.licence", 24


def take_in(upload: UploadedFile, *, user: Any) -> StoredFile:
    """Check and store a licence. Raises ValidationError in words."""
    return take_one(upload, kinds=LICENCE_KINDS, user=user, purpose=LICENCE_PURPOSE)


@transaction.atomic
def keep(upload: UploadedFile, *, user: Any) -> StoredFile:
    """Keep the licence of a claim that was refused for something else; one for each person, the last one given.

    Raises ValidationError as `take_in`.
    """
    upload.seek(0)
    stored = take_in(upload, user=user)
    drop_unused(user, but=stored)
    return stored


def drop_unused(user: Any, *, but: StoredFile) -> None:
    """Remove what this person gave for claims that never came about."""
    claimed = EnterpriseClaim.objects.filter(user=user).values("licence")
    rows = StoredFile.objects.filter(purpose=LICENCE_PURPOSE, uploaded_by=user).exclude(pk__in=claimed)
    for row in rows.exclude(pk=but.pk):
        discard(row)


def reference(file: StoredFile) -> str:
    """What the form carries for a kept file."""
    return signing.dumps(str(file.pk), salt=_SALT)


def kept(given: str, *, user: Any) -> StoredFile | None:
    """The file of a `reference`, if this very person gave it. Also after its claim: a double click sends it again."""
    try:
        key = signing.loads(given, salt=_SALT, max_age=_HOURS * 3600)
    except signing.BadSignature:
        return None
    return StoredFile.objects.filter(pk=key, purpose=LICENCE_PURPOSE, uploaded_by=user).first()

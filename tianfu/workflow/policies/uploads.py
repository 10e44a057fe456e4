"""Files that people hand in with an act: checked and kept, none larger than the policy of the programme allows."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.files.uploads import accept
from tianfu.workflow.policies.upload_size import most_bytes


def take_one(
    upload: UploadedFile, programme: str = "", *, kinds: Iterable[Kind], user: Any, purpose: str
) -> StoredFile:
    """One file. `programme`: its slug, whose policy counts. Raises ValidationError as `tianfu.files.uploads.accept`."""
    return accept(upload, kinds=kinds, max_bytes=most_bytes(programme), actor=user, purpose=purpose)


def take_all(
    uploads: Iterable[UploadedFile], programme: str = "", *, kinds: Iterable[Kind], user: Any, purpose: str
) -> list[StoredFile]:
    """Each of them, or none: inside the act's transaction. Raises ValidationError at the field `files`."""
    limit, wanted = most_bytes(programme), tuple(kinds)
    try:
        return [accept(upload, kinds=wanted, max_bytes=limit, actor=user, purpose=purpose) for upload in uploads]
    except ValidationError as error:
        raise ValidationError({"files": error.messages}) from error

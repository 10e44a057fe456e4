"""Writing files: first the bytes, safely on disk, then the row; never the other way round."""

import contextlib
import errno
import os
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from tianfu.accounts.models import User
from tianfu.files.models import DiscardedFile, StoredFile
from tianfu.files.names import display_name
from tianfu.files.upkeep.scanner import first_state
from tianfu.ledger import moment
from tianfu.ledger.canonical import sha256_hex

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


def store(name: str, content_type: str, data: bytes, purpose: str, actor: User | None = None) -> StoredFile:
    """Keep `data` under a random path and register it.

    Raises OSError when the disk is full or broken; nothing is left of it then.

    For content that was checked (`uploads.accept`) or made by us. If the caller's transaction is
    rolled back the bytes stay behind unregistered; `verify_files --clear-orphans` removes such.
    """
    file = _written(name, content_type, data, purpose, actor)
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except Exception:
        default_storage.delete(file.path)
        raise
    return file


def store_all(files: Sequence[tuple[str, str, bytes]], purpose: str, actor: User | None = None) -> list[StoredFile]:
    """Several (name, media type, content) at once, registered in one statement: all of them or none."""
    written: list[StoredFile] = []
    try:
        for name, content_type, data in files:
            written.append(_written(name, content_type, data, purpose, actor))
        with transaction.atomic():
            return StoredFile.objects.bulk_create(written)
    except Exception:
        for file in written:
            default_storage.delete(file.path)
        raise


def _written(name: str, content_type: str, data: bytes, purpose: str, actor: User | None) -> StoredFile:
    """The row of a file whose bytes are on the disk, not yet saved."""
    if not data:
        raise ValueError("an empty file is never stored")
    return StoredFile(
        name=display_name(name),
        content_type=content_type,
        size=len(data),
        sha256=sha256_hex(data),
        purpose=purpose,
        uploaded_by=actor,
        created_at=moment.now(),
        path=_write(data),
        scan_state=first_state(),
    )


def discard(file: StoredFile) -> None:
    """Remove a file that nothing refers to, such as one taken out of a draft again.

    Raises django's ProtectedError when a filing or a paper refers to it. The bytes stay until the time of
    discarded files is over (`tianfu.workflow.upkeep.retention`): a backup may be on its way to them.
    """
    with transaction.atomic():
        DiscardedFile.objects.create(path=file.path, discarded_at=moment.now())
        file.delete()


def discarded_before(when: datetime) -> QuerySet[DiscardedFile]:
    """Content without a row since before `when`, oldest first."""
    return DiscardedFile.objects.filter(discarded_at__lt=when).order_by("discarded_at", "pk")


def erase(discarded: DiscardedFile) -> bool:
    """Delete the bytes, then forget them; content that is gone already is no error."""
    default_storage.delete(discarded.path)
    discarded.delete()
    return True


def _write(data: bytes) -> str:
    token = secrets.token_hex(16)
    wanted = f"{token[:2]}/{token[2:4]}/{token}"
    try:
        path = default_storage.save(wanted, ContentFile(data))
        _settle(path)
    except OSError:
        # A full disk took half of it, or took it and could not keep it: no row will ever name these bytes.
        with contextlib.suppress(OSError):
            default_storage.delete(wanted)
        raise
    return path


def _settle(path: str) -> None:
    """Wait until a local disk holds the bytes: the row that names them will survive a power cut."""
    try:
        local = default_storage.path(path)
    except NotImplementedError:
        # An object store answers only when it holds the bytes.
        return
    for target in (local, os.path.dirname(local)):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

"""Who may read a file: each purpose has one reader, registered in the `file_readers.py` of whoever stores such files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal

from tianfu.files.models import ScanState, StoredFile
from tianfu.registry.table import Table

# Sent when the content of a recorded purpose was handed out, with file, user and inline.
file_downloaded = Signal()

Reader = Callable[[Any, StoredFile], bool]


@dataclass(frozen=True)
class Purpose:
    """`public`: open to everybody, so caches may keep it. `recorded`: each download is an audit event."""

    reader: Reader
    public: bool = False
    recorded: bool = False


PURPOSES: Table[Purpose] = Table("文件用途", "file_readers.py")


def register_reader(place: str, purpose: str, reader: Reader, *, recorded: bool = False) -> None:
    """Let `reader(user, file)` decide who may read files of this purpose; `user` may be anonymous.

    Called by a `file_readers.py` with its own `__name__`.
    """
    PURPOSES.add(purpose, Purpose(reader, recorded=recorded), place)


def register_public(place: str, purpose: str) -> None:
    """Files of this purpose are open to everybody and may be cached."""
    PURPOSES.add(purpose, Purpose(_everybody, public=True), place)


def purpose_of(file: StoredFile) -> Purpose:
    """A purpose nobody registered is read by nobody."""
    return PURPOSES.get(file.purpose, Purpose(_nobody))


def may_read(user: Any, file: StoredFile) -> bool:
    """Whether this person may have the content now; a file that waits for its scan, only its uploader."""
    if file.scan_state == ScanState.INFECTED:
        return False
    if not file.released and (user.pk is None or file.uploaded_by_id != user.pk):
        return False
    return purpose_of(file).reader(user, file)


def _everybody(user: Any, file: StoredFile) -> bool:
    return True


def _nobody(user: Any, file: StoredFile) -> bool:
    return False

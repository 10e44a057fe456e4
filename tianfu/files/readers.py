"""Who may read a file: each purpose has one reader, registered by the floor that stores such files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.dispatch import Signal

from tianfu.files.models import ScanState, StoredFile

# Sent when the content of a recorded purpose was handed out, with file, user and inline.
file_downloaded = Signal()

Reader = Callable[[Any, StoredFile], bool]


@dataclass(frozen=True)
class Purpose:
    """`public`: open to everybody, so caches may keep it. `recorded`: each download is an audit event."""

    reader: Reader
    public: bool = False
    recorded: bool = False


_purposes: dict[str, Purpose] = {}


def register_reader(purpose: str, reader: Reader, *, recorded: bool = False) -> None:
    """Let `reader(user, file)` decide who may read files of this purpose; `user` may be anonymous.

    Call it in an app's ready(). Two different readers for one purpose are a programming error.
    """
    _register(purpose, Purpose(reader, recorded=recorded))


def register_public(purpose: str) -> None:
    """Files of this purpose are open to everybody and may be cached."""
    _register(purpose, Purpose(_everybody, public=True))


def purpose_of(file: StoredFile) -> Purpose:
    """A purpose nobody registered is read by nobody."""
    return _purposes.get(file.purpose, Purpose(_nobody))


def may_read(user: Any, file: StoredFile) -> bool:
    """Whether this person may have the content now; a file that waits for its scan, only its uploader."""
    if file.scan_state == ScanState.INFECTED:
        return False
    if not file.released and (user.pk is None or file.uploaded_by_id != user.pk):
        return False
    return purpose_of(file).reader(user, file)


def _register(purpose: str, entry: Purpose) -> None:
    known = _purposes.get(purpose)
    if known is not None and known != entry:
        raise ValueError(f"purpose {purpose!r} has a reader already")
    _purposes[purpose] = entry


def _everybody(user: Any, file: StoredFile) -> bool:
    return True


def _nobody(user: Any, file: StoredFile) -> bool:
    return False

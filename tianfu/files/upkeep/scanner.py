"""Virus scanning by a clamd socket, when one is configured (setting CLAMD_SOCKET).

Without one, files say so (`NOT_CONFIGURED`); with one they stay `PENDING` until it has answered,
and a scanner that is down leaves them pending, never clean. A file that the scanner refuses, or at
which it fails time and again, is put aside (`UNSCANNED`) with the reason, and the others go on.
"""

import logging
import socket
import struct

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.db.models import F

from tianfu.accounts.models import User
from tianfu.files.models import ScanState, StoredFile
from tianfu.files.models.stored_file import FileUnreadable
from tianfu.ledger import moment
from tianfu.ledger.audit.records import record
from tianfu.text.clean import line

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 30
_CHUNK = 64 * 1024
# A file the scanner failed at so often, while it was well otherwise, waits for a person.
ATTEMPTS = 5


class ScannerDown(Exception):
    """The scanner did not answer; the file stays pending."""


class ScanRefused(Exception):
    """The scanner is well, but did not say of this file whether it is clean. `final`: it never will."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        self.final = final
        super().__init__(reason)


def configured() -> bool:
    return bool(settings.CLAMD_SOCKET)


def first_state() -> ScanState:
    """The state of a file that was just stored."""
    return ScanState.PENDING if configured() else ScanState.NOT_CONFIGURED


def scan_bytes(data: bytes) -> str:
    """Name of what clamd found, empty when clean. Raises ScannerDown, or ScanRefused when only this file is at fault."""
    with _connected() as connection:
        try:
            answer = _asked(connection, data)
        except OSError as error:
            _ping()
            raise ScanRefused(f"扫描中断：{error}") from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    if "size limit" in answer:
        raise ScanRefused(f"文件超过扫描程序的大小上限（StreamMaxLength）：{answer}", final=True)
    _ping()
    raise ScanRefused(f"扫描程序答复：{answer or '无'}")


def _connected() -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(_TIMEOUT_SECONDS)
    try:
        connection.connect(settings.CLAMD_SOCKET)
    except OSError as error:
        connection.close()
        raise ScannerDown(str(error)) from error
    return connection


def _asked(connection: socket.socket, data: bytes) -> str:
    """clamd's answer. It may answer, and close, before it has read everything: over its size limit it does."""
    try:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            piece = data[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
    except OSError:
        answer = _answer(connection)
        if not answer:
            raise
        return answer
    return _answer(connection)


def _ping() -> None:
    """Raises ScannerDown when the scanner fails at everything, not at one file."""
    try:
        with _connected() as connection:
            connection.sendall(b"zPING\0")
            if _answer(connection) == "PONG":
                return
    except OSError as error:
        raise ScannerDown(str(error)) from error
    raise ScannerDown("clamd does not answer PING")


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        received += piece
    return line(received.decode("utf-8", "replace"))


def scan_pending(limit: int = 100) -> int:
    """Scan pending files, those not tried yet first; how many got an answer. Also picks up what a dead scanner left.

    Whatever one file raises is that file's: it goes to the end of the line, in the end it is put aside.
    """
    if not configured():
        return 0
    answered = 0
    waiting = StoredFile.objects.filter(scan_state=ScanState.PENDING)
    for file in waiting.order_by(F("scan_tried_at").asc(nulls_first=True), "created_at")[:limit]:
        StoredFile.objects.filter(pk=file.pk).update(scan_tried_at=moment.now())
        try:
            finding = scan_bytes(file.read())
        except ScannerDown as down:
            log.error("virus scanner down, files stay pending: %s", down)
            break
        except FileUnreadable as unreadable:
            _put_aside(file, ScanRefused(str(unreadable), final=True))
        except ScanRefused as refused:
            _put_aside(file, refused)
        except SoftTimeLimitExceeded:
            break  # this run's time is up, not the file's
        except Exception as error:
            log.exception("scan of %s", file.pk)
            _put_aside(file, ScanRefused(f"{type(error).__name__}：{error}"))
        else:
            _note(file, finding)
            answered += 1
    return answered


def scan_again(file: StoredFile, actor: User) -> bool:
    """Let a file that was put aside wait for the scanner once more; False when it was not (any more)."""
    with transaction.atomic():
        aside = StoredFile.objects.filter(pk=file.pk, scan_state=ScanState.UNSCANNED)
        changed = aside.update(scan_state=first_state(), scan_finding="", scan_attempts=0, scan_tried_at=None)
        if changed:
            record("file.scan_again", actor=actor, subject=file, data={"reason": file.scan_finding})
    return bool(changed)


def _put_aside(file: StoredFile, refused: ScanRefused) -> None:
    """Count the attempt; after the last one the file waits for a person, locked."""
    log.error("file %s not scanned: %s", file.pk, refused)
    over = refused.final or file.scan_attempts + 1 >= ATTEMPTS
    reason = line(str(refused).encode("utf-8", "replace").decode())[:200]
    with transaction.atomic():
        mine = StoredFile.objects.filter(pk=file.pk, scan_state=ScanState.PENDING)
        changed = mine.update(
            scan_attempts=F("scan_attempts") + 1,
            scan_finding=reason,
            scan_state=ScanState.UNSCANNED if over else ScanState.PENDING,
        )
        if changed and over:
            record("file.unscanned", actor=None, subject=file, data={"reason": reason, "sha256": file.sha256})


def _note(file: StoredFile, finding: str) -> None:
    state = ScanState.INFECTED if finding else ScanState.CLEAN
    with transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(scan_state=state, scan_finding=finding[:200])
        if finding:
            record("file.infected", actor=None, subject=file, data={"finding": finding[:200], "sha256": file.sha256})

"""Virus scanning by a clamd socket, when one is configured (setting CLAMD_SOCKET).

Without one, files say so (`NOT_CONFIGURED`); with one they stay `PENDING` until it has answered,
and a scanner that is down leaves them pending, never clean.
"""

import logging
import socket
import struct

from django.conf import settings
from django.db import transaction

from tianfu.files.models import ScanState, StoredFile
from tianfu.files.models.stored_file import FileUnreadable
from tianfu.ledger.recording import record

log = logging.getLogger(__name__)

_TIMEOUT_SECONDS = 30
_CHUNK = 64 * 1024


class ScannerDown(Exception):
    """The scanner did not answer; the file stays pending."""


def configured() -> bool:
    return bool(settings.CLAMD_SOCKET)


def first_state() -> ScanState:
    """The state of a file that was just stored."""
    return ScanState.PENDING if configured() else ScanState.NOT_CONFIGURED


def scan_bytes(data: bytes) -> str:
    """Name of what clamd found, empty when clean. Raises ScannerDown."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(_TIMEOUT_SECONDS)
            connection.connect(settings.CLAMD_SOCKET)
            connection.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), _CHUNK):
                piece = data[start : start + _CHUNK]
                connection.sendall(struct.pack("!L", len(piece)) + piece)
            connection.sendall(struct.pack("!L", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerDown(str(error)) from error
    if answer == "stream: OK":
        return ""
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerDown(f"clamd: {answer}")


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0"):
        piece = connection.recv(4096)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()


def scan_pending(limit: int = 100) -> int:
    """Scan the oldest pending files; how many got an answer. Also picks up what a dead scanner left."""
    if not configured():
        return 0
    answered = 0
    for file in StoredFile.objects.filter(scan_state=ScanState.PENDING).order_by("created_at")[:limit]:
        try:
            finding = scan_bytes(file.read())
        except ScannerDown as down:
            log.error("virus scanner down, files stay pending: %s", down)
            break
        except FileUnreadable as unreadable:
            log.error("%s", unreadable)
            continue
        _note(file, finding)
        answered += 1
    return answered


def _note(file: StoredFile, finding: str) -> None:
    state = ScanState.INFECTED if finding else ScanState.CLEAN
    with transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(scan_state=state, scan_finding=finding[:200])
        if finding:
            record("file.infected", actor=None, subject=file, data={"finding": finding[:200], "sha256": file.sha256})

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files import make
from tianfu.files.models import ScanState, StoredFile
from tianfu.files.scanning import ScannerDown, scan_bytes, scan_pending
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db

# The test string every scanner knows, in two parts so that this file is not taken for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(threading.Thread):
    """Speaks clamd's INSTREAM protocol on a real socket and knows one signature."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(str(path))
        self.server.listen()
        self.answer = ""

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    data += stream.read(length)
                found = "stream: Eicar-Test-Signature FOUND" if EICAR in data else "stream: OK"
                connection.sendall((self.answer or found).encode() + b"\0")


@pytest.fixture
def clamd(tmp_path: Path, settings: Any) -> Iterator[Clamd]:
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    scanner = Clamd(tmp_path / "clamd")
    scanner.start()
    yield scanner
    scanner.server.close()


def _state(file: StoredFile) -> str:
    return StoredFile.objects.get(pk=file.pk).scan_state


def test_without_a_scanner_a_file_says_so_and_is_never_called_clean() -> None:
    file = make.stored()
    assert (scan_pending(), _state(file)) == (0, ScanState.NOT_CONFIGURED)
    assert file.released


def test_a_clean_file_is_released_after_its_scan(clamd: Clamd) -> None:
    file = make.stored()
    assert (file.scan_state, file.released) == (ScanState.PENDING, False)
    assert scan_pending() == 1
    assert _state(file) == ScanState.CLEAN


def test_an_infected_file_is_locked_away_and_recorded(clamd: Clamd) -> None:
    file = make.stored(make.pdf() + EICAR)
    scan_pending()
    file.refresh_from_db()
    assert (file.scan_state, file.scan_finding) == (ScanState.INFECTED, "Eicar-Test-Signature")
    assert not file.released
    event = AuditEvent.objects.get(action="file.infected")
    assert (event.subject_id, event.data["finding"]) == (str(file.pk), "Eicar-Test-Signature")


def test_a_large_file_is_sent_in_pieces(clamd: Clamd) -> None:
    assert scan_bytes(b"x" * 1_000_000) == ""
    assert scan_bytes(b"x" * 1_000_000 + EICAR) == "Eicar-Test-Signature"


def test_a_scanner_that_is_down_leaves_files_pending_and_they_are_found_later(settings: Any, tmp_path: Path) -> None:
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    file = make.stored()
    assert (scan_pending(), _state(file)) == (0, ScanState.PENDING)
    scanner = Clamd(tmp_path / "clamd")
    scanner.start()
    assert (scan_pending(), _state(file)) == (1, ScanState.CLEAN)
    scanner.server.close()


def test_an_answer_that_is_neither_clean_nor_found_is_not_taken_for_clean(clamd: Clamd) -> None:
    clamd.answer = "INSTREAM size limit exceeded. ERROR"
    file = make.stored()
    assert (scan_pending(), _state(file)) == (0, ScanState.PENDING)
    with pytest.raises(ScannerDown, match="size limit"):
        scan_bytes(b"x")

import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.files import make
from tests.ledger.make import staff
from tianfu.accounts.roles import Role
from tianfu.files.models import ScanState, StoredFile
from tianfu.files.upkeep.scanner import ATTEMPTS, ScanRefused, scan_bytes, scan_pending
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
        self.limit = 0  # bytes after which it refuses, as clamd does: it answers and closes at once
        self.trip = b""  # content at which it hangs up without a word
        self.dumb = False  # whether it leaves a ping without an answer

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                command = stream.read(6)
                if command == b"zPING\0":
                    connection.sendall(b"" if self.dumb else b"PONG\0")
                    continue
                assert command + stream.read(4) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!L", stream.read(4))[0]:
                    data += stream.read(length)
                    if self.limit and len(data) > self.limit:
                        connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                        break
                if (self.limit and len(data) > self.limit) or (self.trip and self.trip in data):
                    continue
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


@pytest.mark.parametrize("answer", ["stream: Can't allocate memory ERROR", "UNKNOWN COMMAND", "stream: ", "a\ufffdb"])
def test_an_answer_that_is_neither_clean_nor_found_is_not_taken_for_clean(clamd: Clamd, answer: str) -> None:
    clamd.answer = answer
    file = make.stored()
    assert (scan_pending(), _state(file)) == (0, ScanState.PENDING)
    with pytest.raises(ScanRefused):
        scan_bytes(b"x")
    for _ in range(ATTEMPTS - 1):
        scan_pending()
    file.refresh_from_db()
    assert (file.scan_state, file.scan_attempts, file.released) == (ScanState.UNSCANNED, ATTEMPTS, False)
    assert AuditEvent.objects.get(action="file.unscanned").subject_id == str(file.pk)


def test_files_over_the_scanners_limit_are_put_aside_and_the_others_are_scanned(clamd: Clamd) -> None:
    clamd.limit = 200_000
    large = [make.stored(make.pdf() + bytes([n]) * 3_000_000) for n in range(3)]
    small = make.stored()
    assert scan_pending() == 1
    assert [_state(file) for file in [*large, small]] == [ScanState.UNSCANNED] * 3 + [ScanState.CLEAN]
    large[0].refresh_from_db()
    assert large[0].scan_finding.startswith("文件超过扫描程序的大小上限（StreamMaxLength）")


def test_a_file_at_which_the_scanner_hangs_up_stops_nobody(clamd: Clamd) -> None:
    clamd.trip = b"TRIP"
    bad, good = make.stored(make.pdf() + b"TRIP"), make.stored()
    assert scan_pending() == 1
    assert (_state(bad), _state(good)) == (ScanState.PENDING, ScanState.CLEAN)
    for _ in range(ATTEMPTS - 1):
        scan_pending()
    assert _state(bad) == ScanState.UNSCANNED


def test_a_scanner_that_fails_at_everything_costs_no_file_an_attempt(clamd: Clamd) -> None:
    clamd.trip, clamd.dumb = b"%PDF", True
    first, second = make.stored(), make.stored(make.pdf(2))
    for _ in range(ATTEMPTS + 1):
        assert scan_pending() == 0
    assert [(file.scan_state, file.scan_attempts) for file in StoredFile.objects.all()] == [(ScanState.PENDING, 0)] * 2
    clamd.trip, clamd.dumb = b"", False
    assert scan_pending() == 2
    assert [_state(first), _state(second)] == [ScanState.CLEAN] * 2


def test_unreadable_files_do_not_fill_the_line_for_ever(clamd: Clamd) -> None:
    gone = [make.stored(name=f"{n}.pdf") for n in range(3)]
    for file in gone:
        default_storage.delete(file.path)
    good = make.stored()
    assert [scan_pending(limit=2) for _ in range(2)] == [0, 1]
    assert [_state(file) for file in [*gone, good]] == [ScanState.UNSCANNED] * 3 + [ScanState.CLEAN]


@pytest.mark.parametrize("error", [RuntimeError("x"), ValueError("a\x00b\ud800"), KeyError("k")])
def test_any_exception_of_a_file_is_its_own(clamd: Clamd, monkeypatch: Any, error: Exception) -> None:
    bad, good = make.stored(), make.stored(make.pdf(2))
    read = StoredFile.read

    def broken(file: StoredFile) -> bytes:
        if file.pk == bad.pk:
            raise error
        return read(file)

    monkeypatch.setattr(StoredFile, "read", broken)
    assert scan_pending() == 1
    bad.refresh_from_db()
    assert (bad.scan_state, bad.scan_attempts, _state(good)) == (ScanState.PENDING, 1, ScanState.CLEAN)


def test_a_file_put_aside_is_scanned_again_at_a_persons_word(clamd: Clamd, client: Client) -> None:
    clamd.limit = 1000
    file = make.stored(make.pdf() + b"x" * 100_000)
    scan_pending()
    client.force_login(staff(Role.SYSTEM_ADMIN))
    page, again = f"/console/files/storedfile/{file.pk}/change/", f"/console/files/storedfile/{file.pk}/scan-again/"
    assert "重新扫描" in client.get(page).content.decode()
    clamd.limit = 0
    assert (client.get(again).status_code, client.post(again).status_code) == (405, 302)
    client.post(again)
    assert AuditEvent.objects.filter(action="file.scan_again", subject_id=str(file.pk)).count() == 1
    assert (scan_pending(), _state(file)) == (1, ScanState.CLEAN)

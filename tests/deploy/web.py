"""The server of `make run` on the test database, and sockets that behave badly."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.test import Client

from deploy.places import ROOT
from deploy.supervisor import children
from tests.workflow.processes import environment
from tianfu.accounts.access.sessions import LAST_SEEN_AT, SIGNED_IN_AT
from tianfu.accounts.models import User

PATIENCE = 30.0  # seconds until an answer counts as none


class Web:
    """`ask(…)` an ordinary request; `open(…)` a socket to be slow on."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port, self.process = port, process

    def open(self, sent: bytes = b"") -> socket.socket:
        made = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        made.sendall(sent)
        return made

    def raw(self, sent: bytes) -> tuple[int, bytes]:
        """(status, whole answer); status 0 when the connection was closed without one."""
        with self.open(sent) as made:
            return read(made)

    def ask(self, path: str, *, method: str = "GET", headers: str = "", body: bytes = b"") -> tuple[int, bytes]:
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}"
        head += f"Content-Length: {len(body)}\r\n" if body else ""
        return self.raw(head.encode() + b"\r\n" + body)

    def memory(self) -> list[int]:
        """Resident MiB of each process of the server, the first one being their parent."""
        found = subprocess.run(["ps", "-o", "rss=", "-g", str(self.process.pid)], capture_output=True, text=True)
        return [int(line) // 1024 for line in found.stdout.split()]


def read(made: socket.socket) -> tuple[int, bytes]:
    answer = b""
    try:
        while piece := made.recv(65536):
            answer += piece
    except ConnectionError:
        pass
    status = re.match(rb"HTTP/1\.[01] (\d+)", answer.removeprefix(b"HTTP/1.1 100 Continue\r\n\r\n"))
    return (int(status[1]) if status else 0), answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, **env: str) -> Iterator[Web]:
    port = free_port()
    command = next(child.command for child in children(port, folder, folder) if child.name == "web")
    files = {"DATA_DIR": str(folder), "FILES_DIR": str(folder / "files"), "PUBLIC_URL": "http://localhost:8000"}
    env = {"LIMITS": "look_up:100000/60", **env}
    given = environment(connection.settings_dict["NAME"], **files, **env)
    # Pages name their style sheets by the list that this makes.
    subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], cwd=ROOT, env=given, check=True)
    with open(folder / "web.log", "wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=out, stderr=out, start_new_session=True)
    web = Web(port, process)
    try:
        limit = time.monotonic() + 60
        while True:
            try:
                assert web.ask("/health/live")[0] == 200
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < limit, (folder / "web.log").read_text()
                time.sleep(0.2)
        yield web
    finally:
        process.terminate()
        process.wait(30)


def cookies(person: User | None = None, *, idle: float = 0) -> str:
    """The header with which somebody, unseen for `idle` seconds, is signed in and may post a form with `TOKEN`."""
    client = Client()
    if person is not None:
        client.force_login(person)
        session = client.session
        session[LAST_SEEN_AT] = session[SIGNED_IN_AT] = time.time() - idle
        session.save()
    jar = {name: morsel.value for name, morsel in client.cookies.items()} | {settings.CSRF_COOKIE_NAME: TOKEN}
    return "Cookie: " + "; ".join(f"{name}={value}" for name, value in jar.items()) + "\r\n"


TOKEN = "a" * 32


def form(**fields: str) -> bytes:
    pairs = {"csrfmiddlewaretoken": TOKEN, **fields}
    return "&".join(f"{name}={quote(value)}" for name, value in pairs.items()).encode()


def upload(content: bytes, **fields: str) -> tuple[str, bytes]:
    """(header, body) of a form with one PDF in its field `file`."""
    parts = [
        f'name="{name}"\r\n\r\n{value}'.encode() for name, value in {"csrfmiddlewaretoken": TOKEN, **fields}.items()
    ]
    parts.append(b'name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n' + content)
    body = b"".join(b"--b0\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--b0--\r\n"
    return "Content-Type: multipart/form-data; boundary=b0\r\n", body

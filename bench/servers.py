"""The servers of a measurement: the platform's own web server, once for the platform and once for the bare page."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.places import ROOT
from deploy.refusal import Refusal

# The same program, processes and threads as tianfu/server.py runs the platform with; only the application is another.
BARE = """
import sys
from granian.server import Server
from tianfu.server import options
given = options("127.0.0.1", int(sys.argv[1]), int(sys.argv[2]))
Server(**given | {"target": "bench.bare:application", "blocking_threads": int(sys.argv[3])}).serve()
"""
# Nobody is refused for asking too often, nobody is signed out.
MEASURED = {"LIMITS": "look_up:100000000/60,verify:100000000/60", "LOG_LEVEL": "ERROR", "PYTHONUNBUFFERED": "1"}
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A server and all its processes."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port

    def processes(self) -> list[int]:
        found = subprocess.run(["ps", "-o", "pid=", "-g", str(self.process.pid)], capture_output=True, text=True)
        return [int(line) for line in found.stdout.split()]

    def processor_seconds(self) -> float:
        """Of all its processes so far."""
        total = 0.0
        for pid in self.processes():
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:
                continue
            total += (int(fields[11]) + int(fields[12])) / TICKS
        return total

    def memory(self) -> list[int]:
        """Resident MiB of each process, their parent first."""
        found = subprocess.run(["ps", "-o", "rss=", "-g", str(self.process.pid)], capture_output=True, text=True)
        return [int(line) // 1024 for line in found.stdout.split()]


@contextmanager
def serving(command: list[str], port: int, env: dict[str, str], log: Path, ready: str) -> Iterator[Running]:
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=out, start_new_session=True)
    try:
        _wait(process, port, log, ready)
        yield Running(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path, path: str) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as probe:
                probe.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                if b" 200 " in probe.recv(100):
                    return
        except OSError:
            time.sleep(0.2)
    raise Refusal(f"the server did not start:\n{log.read_text()[-2000:]}")


def platform(env: dict[str, str], logs: Path, **more: str):  # type: ignore[no-untyped-def]
    port = free_port()
    command = [sys.executable, "-m", "tianfu.server", "--port", str(port), "--workers", env.get("WEB_WORKERS", "2")]
    return serving(command, port, {**env, **MEASURED, **more}, logs / "bench-web.log", "/health/live")


def bare(env: dict[str, str], logs: Path):  # type: ignore[no-untyped-def]
    port = free_port()
    workers, threads = env.get("WEB_WORKERS", "2"), env.get("WEB_THREADS", "8")
    command = [sys.executable, "-c", BARE, str(port), workers, threads]
    return serving(command, port, env, logs / "bench-bare.log", "/")

"""One life of the platform under its supervisor: start, accidents, end. Real servers, real signals."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from deploy.places import ROOT

pytestmark = pytest.mark.slow
UNSET = {"DATABASE_URL", "REDIS_URL", "PUBLIC_URL", "SECRET_KEY", "ALLOWED_HOSTS", "LOG_LEVEL"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(check: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def processes_of(data: Path, word: str = "") -> list[int]:
    """Every live process that names this data folder in its command line or environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            about = command + (entry / "environ").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if command and str(data) in about and word in command and int(entry.name) != os.getpid():
            found.append(int(entry.name))
    return sorted(found)


# The folder's servers with a migrated database, stopped again. Migrating from nothing is what `make test` begins with.
MIGRATED = """
import os
from deploy import template
from deploy.account import server_account
from deploy.places import Places
from deploy.servers import Servers
servers = Servers(Places.at(os.environ["DATA_DIR"], server_account()))
servers.start()
template.fill(servers.database_url, {"DATA_DIR": os.environ["DATA_DIR"], "REDIS_URL": servers.redis_url})
servers.stop()
"""


class Platform:
    """`make run` without make, on a folder of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port, self.process = data, port, None

    def command(self, data: Path, port: int) -> dict:
        kept = {name: value for name, value in os.environ.items() if name not in UNSET}
        env = {**kept, "DATA_DIR": str(data), "PORT": str(port), "SEED_DEMO": "0"}
        return {"args": [sys.executable, "-m", "deploy.run"], "cwd": ROOT, "env": env}

    def migrate(self) -> None:
        command = self.command(self.data, self.port) | {"args": [sys.executable, "-c", MIGRATED]}
        done = subprocess.run(**command, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self) -> None:
        with open(self.data.parent / "terminal", "wb") as terminal:
            self.process = subprocess.Popen(**self.command(self.data, self.port), stdout=terminal, stderr=terminal)
        assert until(lambda: self.ready() or self.process.poll() is not None, 120), self.said()
        assert until(lambda: "已就绪" in self.said(), 5), self.said()

    def again(self, data: Path, port: int) -> subprocess.CompletedProcess:
        return subprocess.run(**self.command(data, port), capture_output=True, text=True, timeout=60)

    def ready(self) -> bool:
        """Site and background."""
        try:
            for part in ("ready", "background"):
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/{part}", timeout=5) as answer:
                    if answer.status != 200:
                        return False
        except OSError:
            return False
        return True

    def forget_heartbeats(self) -> None:
        """Ready is then only what has been seen from now on."""
        with redis.Redis(unix_socket_path=str(self.data / "run" / "valkey.sock")) as client:
            client.delete("heartbeat:beat", "heartbeat:worker")

    def said(self) -> str:
        return (self.data.parent / "terminal").read_text()


@pytest.fixture(scope="module")
def started() -> Iterator[Platform]:
    with tempfile.TemporaryDirectory(prefix="tianfu-run-", dir="/tmp") as folder:
        os.chmod(folder, 0o711)
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        platform = Platform(data, free_port())
        platform.migrate()
        try:
            platform.start()
            yield platform
        finally:
            if platform.process.poll() is None:
                platform.process.terminate()
                platform.process.wait(60)


@pytest.fixture
def platform(started: Platform) -> Platform:
    """One that runs and is ready, also after a test that ended it."""
    if started.process.poll() is not None:
        started.start()
    assert until(started.ready, 90), started.said()
    return started


def test_it_says_the_address_once_ready(platform):
    assert f"(ready):http://localhost:{platform.port}" in platform.said()
    assert not list(platform.data.glob("*.making"))


def test_a_second_start_on_the_folder_says_that_one_is_running(platform):
    second = platform.again(platform.data, free_port())
    assert second.returncode == 1
    assert f"already running):http://localhost:{platform.port}" in second.stderr
    assert platform.ready()


def test_a_taken_port_gets_one_sentence(platform):
    with tempfile.TemporaryDirectory(dir="/tmp") as other:
        refused = platform.again(Path(other), platform.port)
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert f"端口 {platform.port} 已被占用" in refused.stderr
        assert processes_of(Path(other)) == []


def test_a_killed_worker_comes_back_without_its_old_pool(platform):
    before = processes_of(platform.data, "celery -A tianfu worker")
    os.kill(before[0], signal.SIGKILL)
    assert until(lambda: len(set(processes_of(platform.data, "celery -A tianfu worker")) - set(before)) >= 3)
    assert not set(before) & set(processes_of(platform.data, "celery -A tianfu worker"))
    platform.forget_heartbeats()
    assert until(platform.ready)


def test_a_killed_database_comes_back(platform):
    server = processes_of(platform.data, "postgres -D")[0]
    os.kill(server, signal.SIGKILL)
    assert until(lambda: processes_of(platform.data, "postgres -D") not in ([], [server]))
    assert until(platform.ready)


def test_a_killed_queue_comes_back(platform):
    server = processes_of(platform.data, "valkey-server")[0]
    os.kill(server, signal.SIGKILL)
    assert until(lambda: processes_of(platform.data, "valkey-server") not in ([], [server]))
    platform.forget_heartbeats()
    assert until(platform.ready, 90)


def test_a_killed_supervisor_takes_all_with_it_and_the_next_start_works(platform):
    platform.process.kill()
    platform.process.wait()
    assert until(lambda: processes_of(platform.data) == [], 30), processes_of(platform.data)
    platform.start()
    assert platform.ready()


def test_term_ends_everything(platform):
    platform.process.terminate()
    assert platform.process.wait(60) == 0
    assert until(lambda: processes_of(platform.data) == [], 5), processes_of(platform.data)
    assert platform.said().rstrip().endswith("已全部停止。")

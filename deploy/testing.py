"""`make test [ARGS="…"]`: the whole suite on servers of its own in a temporary folder, which it removes again."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from deploy import browser, template
from deploy.account import server_account
from deploy.places import ROOT, Places
from deploy.processes import dies_with_parent
from deploy.refusal import Refusal, refuse
from deploy.servers import Servers


class Stop(Exception):
    """TERM, or Ctrl-C."""


def on_signal(number: int, frame: FrameType | None) -> None:
    raise Stop


ROOM = 4 * 2**30  # bytes: two copies of the database, the files of all tests, and as much again
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


def in_memory() -> str | None:
    """Where a disk need not be waited for, if there is room; the servers' programs may be copied there, so they must run."""
    try:
        found = os.statvfs(MEMORY)
    except OSError:
        return None
    fits = found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC
    return str(MEMORY) if fits and os.access(MEMORY, os.W_OK) else None


@contextlib.contextmanager
def throw_away_servers() -> Iterator[dict[str, str]]:
    """Fast, unsafe servers in a folder that ends with the block; where URLs are given, those."""
    folder = Path(tempfile.mkdtemp(prefix="tianfu-test-", dir=in_memory()))
    servers = None
    try:
        places = Places.at(folder, server_account())
        servers = Servers(places, fast=True)
        servers.start()
        urls = {"DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url, "DATA_DIR": str(folder)}
        if servers.postgres is not None:
            servers.postgres.ensure_database(template.NAME)
            template.fill(servers.postgres.url(template.NAME), urls)
            urls["TEST_TEMPLATE"] = template.NAME
        yield urls
    finally:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_IGN)
        if servers is not None:
            clusters = [servers.postgres.cluster] if servers.postgres else []
            servers.stop()
            remove(folder, clusters, servers.places.sockets())
        shutil.rmtree(folder, ignore_errors=True)


def remove(folder: Path, clusters: list[Path], sockets: Path) -> None:
    """What the servers put outside the folder, because it was closed to them or its path too long."""
    for path in [*(cluster.parent for cluster in clusters), sockets]:
        if (
            path != folder
            and folder not in path.parents
            and ("tianfu" in path.name or path.name.startswith(folder.name))
        ):
            shutil.rmtree(path, ignore_errors=True)


def pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Run it to its end; Ctrl-C reaches it from the terminal, TERM through us."""
    command = [sys.executable, "-m", "pytest", *arguments]
    signal.signal(signal.SIGINT, lambda number, frame: None)  # the terminal sends it to pytest too; we only wait
    process = subprocess.Popen(command, cwd=ROOT, env=env, preexec_fn=dies_with_parent(signal.SIGTERM))
    try:
        return process.wait()
    except Stop:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired, Stop):
            process.wait(30)
        process.kill()
        process.wait()
        return 130


EACH = 2 * 2**30  # bytes: a process of tests with its database and what it starts


def processes(cores: int, memory: int) -> int:
    """One more than cores: a sixth of the time a test waits for the servers, browsers and leases that are its subject."""
    return max(1, min(cores + 1, 5, memory // EACH))


def memory() -> int:
    """Bytes of the machine, or what a container may have of it."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(Path("/sys/fs/cgroup/memory.max").read_text()))
    except (OSError, ValueError):  # there is none, or it says "max"
        return machine


def spread() -> list[str]:
    """Groups and their order are those of tests/order.py, the longest first: left to itself pytest-xdist begins with the groups
    of most tests, and the browser's few long ones would come last, on one process."""
    number = processes(len(os.sched_getaffinity(0)), memory())
    return ["-n", str(number), "--dist", "loadscope", "--no-loadscope-reorder"]


def arguments(given: list[str]) -> list[str]:
    """The whole suite is spread over the cores; a chosen part runs in one process, where it can be debugged."""
    chosen = any(not argument.startswith(("--order", "--seed", "--at")) for argument in given)
    return [*spread(), *given] if not chosen else given


# The last: some sixty programs are started, each of which would compile the whole platform anew.
UNSET = {"PORT", "PUBLIC_URL", "PYTHONDONTWRITEBYTECODE"}


def main() -> int:
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, on_signal)
    try:
        chromium = browser.ensure()
        with throw_away_servers() as urls:
            kept = {name: value for name, value in os.environ.items() if name not in UNSET}
            # In memory, if the servers are: files are written to the disk's end.
            temporary = Path(urls["DATA_DIR"]) / "pytest"
            return pytest([f"--basetemp={temporary}", *arguments(sys.argv[1:])], {**kept, **urls, "CHROMIUM": chromium})
    except Refusal as refusal:
        return refuse(refusal)
    except Stop:
        return 130


if __name__ == "__main__":
    sys.exit(main())

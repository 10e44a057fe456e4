"""A process that has loaded the platform once and then forks: to load it for each kill of a test is what costs most.

Each fork is a process of its own, with its own connections, and dies as any other.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from deploy.places import ROOT
from deploy.processes import dies_with_parent

# One order a line: environment and program. Two answers: the process, and what it ended with.
KEEPER = """
import json, os, signal, sys, traceback
import django
django.setup()
from deploy.processes import dies_with_parent
exec(sys.argv[1])
for line in sys.stdin:
    order = json.loads(line)
    with_us = dies_with_parent(signal.SIGKILL)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if with_us is not None:
                with_us()
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
            os.environ.update(order["env"])
            exec(order["program"], {})
            sys.stdout.flush()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
# A worker of Celery, whose modules the keeper has loaded, and the source whose faults a worker looks for: `app` is the
# platform's.
CELERY = """
import django.core.checks
django.core.checks.run_checks()
import celery.apps.worker, celery.bin.worker, celery.concurrency.solo, celery.worker.consumer, kombu.transport.redis
from tianfu.celery import app
"""
TO_A_FILE = """
import os
os.dup2(os.open(os.environ["SAID"], os.O_WRONLY), 1)
os.dup2(1, 2)
"""
WORKER = """
from {module} import app
app.worker_main(["worker", "--pool", "solo", "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "ERROR"])
"""


class Fork:
    """One process; like `subprocess.Popen`: `pid`, `poll`, `wait`, `kill`, `returncode` (negative: the signal)."""

    def __init__(self, keeper: "subprocess.Popen[bytes]") -> None:
        assert keeper.stdout is not None
        self._answers = keeper.stdout
        self.pid = int(self._answers.readline())
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._answers], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(self._answers.readline())
        return self.returncode

    def kill(self) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


class Preloaded:
    """`fork(program, CRASH_AT="…")`: one at a time."""

    def __init__(self, keeper: "subprocess.Popen[bytes]") -> None:
        self._keeper = keeper

    def fork(self, program: str, **env: str) -> Fork:
        assert self._keeper.stdin is not None
        self._keeper.stdin.write(json.dumps({"program": program, "env": env}).encode() + b"\n")
        return Fork(self._keeper)

    def told(self, program: str, **env: str) -> tuple[int, str]:
        """What a fork ended with, and what it printed."""
        with tempfile.NamedTemporaryFile() as said:
            code = self.fork(TO_A_FILE + program, SAID=said.name, **env).wait()
            return code, Path(said.name).read_text(encoding="utf-8")

    def manage(self, *arguments: str) -> tuple[int, str]:
        """The same of a command of manage.py."""
        return self.told(
            f"from django.core import management\nmanagement.execute_from_command_line({['', *arguments]!r})"
        )

    @contextlib.contextmanager
    def worker(self, module: str = "tianfu.celery", **env: str) -> Iterator[Fork]:
        """A worker of Celery with the app of `module`, killed at the latest when the block ends."""
        process = self.fork(WORKER.format(module=module), **env)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


@contextlib.contextmanager
def preloaded(env: dict[str, str], load: str = CELERY) -> Iterator[Preloaded]:
    """The platform and what `load` imports, in the environment `env`."""
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, load], cwd=ROOT, env=env, bufsize=0,  # what is read ahead, `select` does not see
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        preexec_fn=dies_with_parent(signal.SIGKILL),
    )  # fmt: skip
    try:
        yield Preloaded(keeper)
    finally:
        keeper.kill()
        keeper.communicate()

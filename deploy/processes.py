"""Starting and ending child processes so that none survives us."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from deploy.account import Account

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def dies_with_parent(sign: signal.Signals) -> Callable[[], None] | None:
    """A preexec hook: the kernel sends `sign` to the child when we die, even by kill -9 (Linux only)."""
    if _libc is None:
        return None
    libc, parent = _libc, os.getpid()

    def hook() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
        if os.getppid() != parent:  # the parent died before the hook was set
            os._exit(1)

    return hook


def spawn(
    command: list[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    account: Account | None = None,
    end_with: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches only us), its output appended to `log`."""
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
            preexec_fn=dies_with_parent(end_with),
            **(account.as_popen() if account else {}),
        )
    finally:
        os.close(out)


def end(process: subprocess.Popen[bytes], *, seconds: float, sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask, wait, then kill; whatever is left of its process group goes too."""
    if process.poll() is None:
        process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    sweep(process)


def sweep(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the process's group: the pool of a killed worker must not work on."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(check: Callable[[], bool], *, seconds: float, step: float = 0.1) -> bool:
    deadline = time.monotonic() + seconds
    while not check():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def last_lines(log: Path, count: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    return ""

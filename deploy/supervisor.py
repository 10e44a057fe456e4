"""Keeps web, worker and beat running: restarts what dies, with growing pauses, and ends them together."""

import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.places import ROOT
from deploy.processes import end, last_lines, spawn, sweep
from deploy.refusal import say

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds
SETTLED = 60.0  # seconds of life after which a child's next death counts as its first


@dataclass
class Child:
    name: str
    command: list[str]
    log: Path
    patience: float  # seconds it gets to end its work
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)  # monotonic moment of the next start while dead


def children(port: int, data: Path, logs: Path, *, web_workers: int = 2, host: str = "127.0.0.1") -> list[Child]:
    """The three programs of the platform, in the order they are ended."""
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "tianfu"]
    web = [python, "-m", "tianfu.server", "--host", host, "--port", str(port), "--workers", str(web_workers)]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--hostname", f"tianfu-{port}@%h"]
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile", "", "--schedule", str(data / "beat-schedule")]
    return [
        Child("web", web, logs / "web.log", patience=12),
        Child("beat", beat, logs / "beat.log", patience=5),
        Child("worker", worker, logs / "worker.log", patience=20),
    ]


class Supervisor:
    def __init__(self, children: list[Child], env: Mapping[str, str]) -> None:
        self.children, self.env = children, env

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def tick(self) -> None:
        """Look at every child once; call it a few times a second."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.process is None and now >= child.due:
                self._start(child)

    def stop(self) -> None:
        """Ask all, then wait for each: they end side by side."""
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        deadline = time.monotonic() + max((child.patience for child in self.children), default=0)
        for child in self.children:
            if child.process is not None:
                end(child.process, seconds=max(0.1, min(child.patience, deadline - time.monotonic())))
                child.process = None

    def _start(self, child: Child) -> None:
        child.process = spawn(child.command, log=child.log, env=self.env, cwd=ROOT)
        child.started = time.monotonic()

    def _bury(self, child: Child, now: float) -> None:
        """Note the death, clear the rest of its group, and set when it may start again."""
        if child.process is None:
            return
        sweep(child.process)
        code = child.process.returncode
        if now - child.started > SETTLED:
            child.pause = FIRST_PAUSE
        say(f"{child.name} 已退出（代码 {code}），{child.pause:.0f} 秒后重新启动；日志 {child.log}")
        if now - child.started < 5:  # it never came up: show why
            say(last_lines(child.log, 8))
        child.process, child.due = None, now + child.pause
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

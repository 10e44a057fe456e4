"""Changes of rules tried one after the other, each in a process forked from one that has everything loaded.

`pytest -p tests.mutants.forked --mutants=FILE` reads one JSON line for each change (`file`, `old`, `new`, `tests`: the names
or folders of the tests to be run, in this order) and writes one for each to FILE.done: `killed` with the test that failed,
`survived`, `late` when the time was over, `unswappable` where something else than a function has changed.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import pytest
from _pytest.runner import runtestprotocol
from django.db import connection, connections
from pytest_django.plugin import blocking_manager_key

from deploy.places import ROOT
from tests import kept_rows, starting_rows
from tests.mutants import worlds
from tests.mutants.following import Nothing
from tests.mutants.outcomes import KILLED, SURVIVED, note
from tests.mutants.swapping import Living, Pair, pairs
from tests.mutants.together import FIRST

WORK = 25  # seconds of processor time for one change: other work beside it changes no outcome
LONGEST, IDLE = 900, 40  # seconds for one change, and without any work: then it waits for what never comes
TICKS = os.sysconf("SC_CLK_TCK")
LATE, UNSWAPPABLE = "late", "unswappable"
WORDS = {KILLED: 11, SURVIVED: 12}
BROKEN = 13


class Trials:
    """All changes of one list, one after the other."""

    def __init__(self, file: Path) -> None:
        self.file, self.worlds = file, worlds.Worlds()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        first = next(item for item in session.items if item.nodeid.startswith(FIRST))
        runtestprotocol(first, nextitem=Nothing(session), log=False)  # type: ignore[arg-type]
        connections.close_all()  # a connection cannot be had by two processes
        alone()
        changes = [json.loads(line) for line in self.file.read_text().splitlines()]
        load({change["file"] for change in changes})
        self.living = Living()
        with self.file.with_name(self.file.name + ".done").open("w") as out:
            for number, change in enumerate(changes, 1):
                found = {**change, **self.outcome(session, change)}
                out.write(json.dumps(found, ensure_ascii=False) + "\n")
                out.flush()
                if found["outcome"] == KILLED and "owner" in found:
                    note(found["owner"], found["rule"], KILLED, found["test"])
                said = (
                    f"{number}/{len(changes)}  {found['outcome']:12}{found.get('seconds', 0):6.1f} s  {change['name']}"
                )
                print(said, file=sys.__stderr__, flush=True)
        return True

    def outcome(self, session: pytest.Session, change: dict[str, Any]) -> dict[str, Any]:
        path = ROOT / change["file"]
        text = path.read_text()
        swapped = pairs(path, text, text.replace(change["old"], change["new"])) if path.suffix == ".py" else None
        if not swapped or not self.living.has(swapped):
            return {"outcome": UNSWAPPABLE}
        wanted = [item for path in change["tests"] for item in session.items if item.nodeid.startswith(path)]
        chosen, began = list(dict.fromkeys(wanted)), time.monotonic()
        self._make_worlds(session, chosen)
        word, test = self._tried(session, swapped, chosen)
        if word == SURVIVED and kept_rows._known:
            word, test = self._tried(session, swapped, chosen, anew=True)
        return {"outcome": word, "test": test, "seconds": round(time.monotonic() - began, 1)}

    def _make_worlds(self, session: pytest.Session, chosen: list[pytest.Item]) -> None:
        if tests := self.worlds.tests_of(chosen):
            out = self.file.with_name(self.file.name + ".worlds")
            child = os.fork()
            if child == 0:
                begin(session)
                worlds.made(session, tests, out)
            waited(session, child)
            worlds.take(out)

    def _tried(
        self, session: pytest.Session, swapped: list[Pair], chosen: list[pytest.Item], *, anew: bool = False
    ) -> tuple[str, str]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            begin(session)
            if anew:
                kept_rows._known.clear()
            self._run(session, swapped, chosen, writing)
        os.close(writing)
        word = waited(session, child)
        os.set_blocking(reading, False)  # whoever was started and lives on may still hold its other end
        with os.fdopen(reading, "rb") as pipe:
            return word, (pipe.read() or b"").decode()

    def _run(self, session: pytest.Session, swapped: list[Pair], chosen: list[pytest.Item], writing: int) -> NoReturn:
        code = BROKEN
        try:
            self.living.swap(swapped)
            for item, following in zip(chosen, [*chosen[1:], Nothing(session)], strict=True):
                reports = runtestprotocol(item, nextitem=following, log=False)  # type: ignore[arg-type]
                if any(report.failed for report in reports):
                    os.write(writing, item.nodeid.encode())
                    code = WORDS[KILLED]
                    break
            else:
                code = WORDS[SURVIVED]
        finally:
            os._exit(code)


def load(files: set[str]) -> None:
    """What is only loaded when it is needed, such as a middleware, would come unchanged from its file."""
    for file in files:
        if file.endswith(".py"):
            import_module(file.removesuffix(".py").removesuffix("/__init__").replace("/", "."))


def begin(session: pytest.Session) -> None:
    """Of a forked process: silent, ended as a group, with so much work and no more."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (WORK, WORK))
    silent = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(silent, number)
    with session.config.stash[blocking_manager_key].unblock():
        kept_rows.begin()
        connections.close_all()


def waited(session: pytest.Session, child: int) -> str:
    """How the process ended; whatever it did not end by itself is made good."""
    began = moved = time.monotonic()
    work = -1.0
    while began + LONGEST > time.monotonic() < moved + IDLE:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            words = {code: word for word, code in WORDS.items()}
            code = os.waitstatus_to_exitcode(status)
            if code not in words and code != 0:
                restore(session)
            return words.get(code, LATE if code in (-signal.SIGKILL, -signal.SIGXCPU) else KILLED)
        time.sleep(0.05)
        if (now := worked(child)) != work:
            work, moved = now, time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    restore(session)
    return LATE


def worked(child: int) -> float:
    """Seconds of processor time that it and what it has started and ended have used."""
    try:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / TICKS


def alone() -> None:
    """A process forked from one with threads waits for those that it lacks: typst, above all, starts some for good."""
    threads = [thread.read_text().strip() for thread in Path("/proc/self/task").glob("*/comm")]
    if len(threads) > 1:
        raise pytest.UsageError(f"进程在分叉前已有其他线程：{'、'.join(threads)}；请让 {FIRST} 不生成文书。")


def restore(session: pytest.Session) -> None:
    """A process that was ended in the middle of a test may have left rows and locks."""
    with session.config.stash[blocking_manager_key].unblock():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
        starting_rows.put_back()
        connections.close_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutants", metavar="FILE", help="changes to be tried, a JSON line for each")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    given = session.config.getoption("--mutants")
    if given:
        session.config.pluginmanager.register(Trials(Path(given)), "mutant-trials")

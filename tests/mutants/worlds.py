"""Worlds that tests begin with (`tests/kept_rows.py`), made by a process of its own and handed to the one that forks.

A change whose tests begin with a case need not make it anew each time; and the process that forks itself sets no paper
and so keeps no threads. A change that survives in such a world is tried once more without (`forked`).
"""

import os
import pickle
import sys
import tempfile
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest
from _pytest.runner import runtestprotocol

from tests import kept_rows
from tests.mutants.following import Nothing
from tianfu.workflow import clock

FEW = 2  # tests of a file: mostly all of them begin with the same


class Worlds:
    """What is known of each file's worlds, for as long as they count as made now."""

    def __init__(self) -> None:
        self.at, self.files = 0, set[str]()

    def tests_of(self, chosen: list[pytest.Item]) -> list[pytest.Item]:
        """The first tests of each file whose worlds are not known yet."""
        at = int(clock.machine_now().timestamp() // kept_rows.SPAN.total_seconds())
        if at != self.at:
            self.at, self.files = at, set()
        files = [item.nodeid.split("::")[0] for item in chosen]
        new = list(dict.fromkeys(file for file in files if file not in self.files))[:3]
        self.files |= set(new)
        return [one for file in new for one in [item for item in chosen if item.nodeid.startswith(file)][:FEW]]


def made(session: pytest.Session, tests: list[pytest.Item], out: Path) -> NoReturn:
    """In a process of its own: the tests as they are, and what they have kept."""
    try:
        for item, following in zip(tests, [*tests[1:], Nothing(session)], strict=True):
            runtestprotocol(item, nextitem=following, log=False)  # type: ignore[arg-type]
        with tempfile.NamedTemporaryFile(dir=out.parent, delete=False) as file:
            file.write(pickle.dumps((kept_rows._known, counts())))
        os.replace(file.name, out)
    finally:
        os._exit(0)


def counts() -> dict[tuple[str, str], count]:
    """Where the factories' numbers stand: what is made beside a world must not bear the numbers of its rows."""
    factories = [(name, module) for name, module in sys.modules.items() if name.split(".")[0] == "tests"]
    return {(name, key): one for name, module in factories for key, one in vars(module).items() if type(one) is count}


def take(out: Path) -> None:
    if not out.exists():
        return
    known, numbers = pickle.loads(out.read_bytes())
    kept_rows._known.update(known)
    for (name, key), number in numbers.items():
        setattr(import_module(name), key, number)
    out.unlink()

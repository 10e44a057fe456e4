"""What the beat sends, and how often: a row per entry, in the `beat.toml` beside the `tasks.py` that does it."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tianfu.registry.discovery import BASE, place_of
from tianfu.registry.literals import Given, sources
from tianfu.registry.table import Table

CLOCK = "clock"
"""As often as clocks are looked at."""


@dataclass(frozen=True)
class Round:
    """`every`: seconds, or `CLOCK`; `at`: the time of day in Beijing, "00:05", instead. `queue`, `expires` (seconds) as
    Celery's options, empty for its own."""

    task: str
    every: int | str = 0
    at: str = ""
    queue: str = ""
    expires: int = 0


class _Schedule(Table[Round]):
    def read(self, path: Path) -> None:
        for key, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            self.add(key, Round(**entry), place_of(path))


SCHEDULE = _Schedule("定时任务", "beat.toml")


def tasks(base: Path = BASE) -> Iterator[Given]:
    """Names of all tasks that take nothing, with their places: those are sent by the beat."""
    for place, text in sources(base):
        if "@shared_task(" in text:
            for node in ast.parse(text).body:
                if isinstance(node, ast.FunctionDef) and not node.args.args:
                    yield from (Given(f"{place}:{node.lineno}", name) for name in _names(node))


def _names(function: ast.FunctionDef) -> Iterator[str]:
    for call in function.decorator_list:
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "shared_task":
            yield from (str(ast.literal_eval(word.value)) for word in call.keywords if word.arg == "name")


def wrong_rounds(base: Path = BASE) -> list[str]:
    """A task that nobody sends, and an entry that sends a task nobody wrote."""
    written = list(tasks(base))
    sent = {row.task for row in SCHEDULE.values()}
    unsent = [one for one in written if one.text not in sent]
    unwritten = [key for key, row in SCHEDULE.items() if row.task not in {one.text for one in written}]
    return [
        *(f"{one.place} 的定时任务“{one.text}”没有人安排：请在旁边的 beat.toml 登记。" for one in unsent),
        *(f"{SCHEDULE.place_of(key)} 安排的任务“{SCHEDULE[key].task}”不存在。" for key in unwritten),
    ]

"""Many changes tried quickly: each by the tests that come by its function, in forks of a few processes (`forked`)."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from deploy.places import ROOT
from tests.mutants.swapping import pairs

FIRST = "tests/workflow/test_once.py"  # makes the database, and neither a paper nor anything else that starts threads

REACHED = ROOT / "var" / "mutants" / "reached"  # made once, by a whole run
# Their tests read the source, or start the platform as programs which read it, and not this process.
PROGRAMS = (
    "tests/browser",
    "tests/deploy",
    "tests/upgrades",
    "tests/faults/test_",
    "tests/architecture",
    "tests/mutants",
)
MOST = 30  # tests for one change; the most particular ones come first


def record() -> None:
    """A whole run of the suite that writes who calls what."""
    REACHED.parent.mkdir(parents=True, exist_ok=True)
    for old in REACHED.parent.glob("reached*"):
        old.unlink()
    subprocess.run(
        [sys.executable, "-m", "deploy.testing", "-q", "-n", str(len(os.sched_getaffinity(0)) + 1), "--dist", "loadscope",
         "-p", "tests.mutants.reached", f"--reached={REACHED}", "--ignore=tests/browser", "--ignore=tests/deploy",
         "--ignore=tests/upgrades", "--ignore=tests/architecture"],
        cwd=ROOT, check=False,
    )  # fmt: skip


class Reached:
    """Who comes by a function: names of tests, those first that come by the fewest others."""

    def __init__(self) -> None:
        self.tests: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for path in REACHED.parent.glob("reached*"):
            for line in path.read_text().splitlines():
                test, *functions = line.split("\t")
                for function in functions:
                    self.tests[function].append((len(functions), test))

    def by(self, file: str, function: str, folders: Iterable[str]) -> list[str]:
        """Those within the folders; a file's own tests before others. Without a record: the folders themselves."""
        if not self.tests:
            return list(folders)
        subject = Path(file).parent
        near = [
            (test.split("::")[0].startswith(f"tests/{subject}"), -others, test)
            for others, test in self.tests.get(f"{file}:{function}", [])
            if test.startswith(tuple(folders)) and not test.startswith(PROGRAMS)
        ]
        return [test for _, _, test in sorted(near, reverse=True)][:MOST]


def function_of(file: str, old: str, new: str) -> str | None:
    """The innermost named function that differs, or None."""
    path = ROOT / file
    if path.suffix != ".py":
        return None
    text = path.read_text()
    found = pairs(path, text, text.replace(old, new)) or []
    named = [code.co_qualname for code, _ in found if not code.co_name.startswith("<")]
    return named[-1] if named else None


def nearest(file: str) -> list[str]:
    """The test folder that mirrors the file's own, or the next one above it; what all pages share is tested in `ui`."""
    for folder in Path(re.sub("^tianfu/(site/)?", lambda found: "ui/" if found[1] else "", file)).parents:
        if (ROOT / "tests" / folder).is_dir():
            return [f"tests/{folder}/" if folder.name else "tests/"]
    return ["tests/"]


def likely(file: str, function: str) -> list[str]:
    """Without a record: files of tests that take something of the module or name the function, then the nearest folder."""
    (folder,) = nearest(file)
    module = f"from {file.removesuffix('.py').replace('/', '.')} import"
    named = re.compile(rf"\b{function.rpartition('.')[2]}\b")
    found = []
    for name, text in texts():
        near = name.startswith(folder) and folder != "tests/"
        if module in text or (near and named.search(text)):
            found.append((not near, module not in text, name))
    return [*[name for *_, name in sorted(found)][:MOST], folder]


@cache
def texts() -> list[tuple[str, str]]:
    found = [(str(path.relative_to(ROOT)), path.read_text()) for path in sorted((ROOT / "tests").rglob("test_*.py"))]
    return [(name, text) for name, text in found if not name.startswith(PROGRAMS)]


def tried(changes: list[dict[str, Any]], most: int | None = None) -> list[dict[str, Any]]:
    """The changes with their outcome; on as many processes as there are cores, each with servers of its own."""
    many = min(most or len(os.sched_getaffinity(0)), max(1, len(changes) // 4))
    with tempfile.TemporaryDirectory(prefix="tianfu-mutants-") as folder:
        running = []
        for number in range(many):
            file = Path(folder) / f"changes{number}"
            mine = changes[number::many]
            file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in mine))
            wanted = sorted({FIRST, *(test.split("::")[0] for one in mine for test in one["tests"])})
            command = [sys.executable, "-m", "deploy.testing", "-q", "-s", "-n", "0", "-p", "tests.mutants.forked"]
            given = [f"--mutants={file}", *wanted]
            running.append((subprocess.Popen([*command, *given], cwd=ROOT, stdout=subprocess.DEVNULL), file))
        for process, _ in running:
            process.wait()
        lines = [line for _, file in running for line in Path(f"{file}.done").read_text().splitlines()]
    return [json.loads(line) for line in lines]

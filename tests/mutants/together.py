"""Many changes tried quickly: each by the tests that come by its function, in forks of a few processes (`forked`)."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from deploy.places import ROOT
from tests.mutants.swapping import pairs

REACHED = ROOT / "var" / "mutants" / "reached"  # made once, by a whole run
# Their tests start the platform as programs, which read the source and not this process.
PROGRAMS = ("tests/browser", "tests/deploy", "tests/upgrades", "tests/faults/test_")
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
    """The test folder that mirrors the file's own, or the next one above it."""
    for folder in Path(file).parents:
        if (ROOT / "tests" / folder).is_dir():
            return [f"tests/{folder}/" if folder.name else "tests/"]
    return ["tests/"]


def tried(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The changes with their outcome; on as many processes as there are cores, each with servers of its own."""
    many = min(len(os.sched_getaffinity(0)), max(1, len(changes) // 4))
    with tempfile.TemporaryDirectory(prefix="tianfu-mutants-") as folder:
        running = []
        for number in range(many):
            file = Path(folder) / f"changes{number}"
            mine = changes[number::many]
            file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in mine))
            wanted = sorted({test.split("::")[0] for one in mine for test in one["tests"]})
            command = [sys.executable, "-m", "deploy.testing", "-q", "-s", "-n", "0", "-p", "tests.mutants.forked"]
            given = [f"--mutants={file}", *wanted]
            running.append((subprocess.Popen([*command, *given], cwd=ROOT, stdout=subprocess.DEVNULL), file))
        for process, _ in running:
            process.wait()
        lines = [line for _, file in running for line in Path(f"{file}.done").read_text().splitlines()]
    return [json.loads(line) for line in lines]

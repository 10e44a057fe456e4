"""A change of a rule tried in a process of its own, on a copy of the source: slow, and right for every kind of file."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from deploy.places import ROOT
from deploy.testing import throw_away_servers
from tests.mutants.kept import Mutant
from tests.mutants.outcomes import BROKEN, KILLED, SURVIVED, note

LONGEST = 600  # seconds for one mutant's tests; a change that makes them hang is noticed too


def copy(folder: Path) -> Path:
    """The source as git sees it, with what is not yet committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    place = folder / "source"
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    return place


def outcome(mutant: Mutant, place: Path, env: dict[str, str], second: int) -> str:
    """What the owner's tests said of the change; the file is as before afterwards."""
    path = place / mutant.file
    before = path.read_text()
    try:
        path.write_text(mutant.applied(before))
        os.utime(path, (second, second))  # compiled files are believed by second and size
        program = ["-m", "deploy.testing"] if mutant.anew else ["-m", "pytest"]
        done = subprocess.run(
            [sys.executable, *program, "-x", "-q", "-n", "0", "-p", "no:cacheprovider", *mutant.tests],
            cwd=place, env={**os.environ, **({} if mutant.anew else env)}, capture_output=True, text=True,
            timeout=LONGEST,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return KILLED
    finally:
        path.write_text(before)
        os.utime(path, (second + 1, second + 1))
    if done.returncode not in (0, 1):
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
    return {0: SURVIVED, 1: KILLED}.get(done.returncode, BROKEN)


def results(chosen: list[Mutant]) -> Iterator[tuple[Mutant, str]]:
    folder = Path(tempfile.mkdtemp(prefix="tianfu-mutants-"))
    try:
        place = copy(folder)
        with throw_away_servers() as urls:
            for number, mutant in enumerate(chosen):
                began = time.monotonic()
                found = outcome(mutant, place, urls, 1_000_000_000 + 4 * number)
                note(mutant.owner, mutant.name, found)
                seconds = time.monotonic() - began
                said = f"{number + 1}/{len(chosen)}  {found:12}{seconds:6.1f} s  {mutant.owner}: {mutant.name}"
                print(said, flush=True)
                yield mutant, found
    finally:
        shutil.rmtree(folder, ignore_errors=True)

"""`make mutants [ARGS="--owner ledger --part 1/4"]`: does a test notice when a rule is changed?

Each entry of tests/mutants/<owner>.toml changes one line of a rule in a copy of the source; the tests of the folder
that owns the rule must then fail. Printed are changed, killed and survived per owner; a survivor makes the exit code 1.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.places import ROOT
from deploy.refusal import Refusal, refuse
from deploy.testing import throw_away_servers

LISTS = ROOT / "tests" / "mutants"
LONGEST = 600  # seconds for one mutant's tests; a change that makes them hang is noticed too
KILLED, SURVIVED, BROKEN = "killed", "survived", "broken"


@dataclass(frozen=True)
class Mutant:
    """One change of a rule. `anew`: the tables depend on the file, so the copy migrates a database of its own."""

    owner: str
    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    anew: bool = False

    def applied(self, text: str) -> str:
        if text.count(self.old) != 1:
            raise Refusal(
                f"{self.owner}：“{self.name}”要改的一处在 {self.file} 中出现 {text.count(self.old)} 次，应为 1 次。"
            )
        return text.replace(self.old, self.new)


def mutants() -> list[Mutant]:
    """The kept list, in the order of the files; an entry without tests of its own is run by its owner's."""
    found = []
    for path in sorted(LISTS.glob("*.toml")):
        kept = tomllib.loads(path.read_text())
        for entry in kept["mutant"]:
            tests = tuple(entry.get("tests", kept["tests"]))
            found.append(
                Mutant(
                    path.stem, entry["name"], entry["file"], entry["old"], entry["new"], tests, entry.get("anew", False)
                )
            )
    return found


def part(found: list[Mutant], share: str) -> list[Mutant]:
    """`2/4` is every fourth, from the second: each part has something of every owner."""
    number, _, parts = share.partition("/")
    return found[int(number) - 1 :: int(parts)]


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
                found = outcome(mutant, place, urls, 1_000_000_000 + 4 * number)
                print(f"{number + 1}/{len(chosen)}  {found:9}{mutant.owner}: {mutant.name}", flush=True)
                yield mutant, found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report(found: list[tuple[Mutant, str]]) -> str:
    counts = Counter((mutant.owner, word) for mutant, word in found)
    owners = sorted({mutant.owner for mutant, _ in found})
    rows = {owner: [counts[owner, word] for word in (KILLED, SURVIVED, BROKEN)] for owner in owners}
    rows["together"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    lines = [f"{'owner':16}{'changed':>9}{'killed':>9}{'survived':>9}{'broken':>9}"]
    lines += [f"{owner:16}{sum(words):9}{words[0]:9}{words[1]:9}{words[2]:9}" for owner, words in rows.items()]
    lines += [f"{word}: {mutant.owner}: {mutant.name} ({mutant.file})" for mutant, word in found if word != KILLED]
    return "\n".join(lines)


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--owner", help="only the list of this name")
    parser.add_argument("--part", default="1/1", help="2/4: every fourth, from the second")
    parser.add_argument("--name", default="", help="only those whose name holds this")
    return parser.parse_args(given)


def main() -> int:
    asked = arguments(sys.argv[1:])
    chosen = [one for one in mutants() if asked.owner in (None, one.owner) and asked.name in one.name]
    chosen = part(chosen, asked.part)
    if not chosen:
        return refuse(Refusal("没有符合条件的规则改动；名单在 tests/mutants/ 中。"))
    try:
        found = list(results(chosen))
    except Refusal as refusal:
        return refuse(refusal)
    print(report(found))
    return 0 if all(word == KILLED for _, word in found) else 1


if __name__ == "__main__":
    sys.exit(main())

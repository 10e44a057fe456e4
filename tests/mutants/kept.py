"""The kept lists: tests/mutants/<owner>.toml, one entry for each change of a rule that the owner's tests must notice."""

import tomllib
from dataclasses import dataclass
from typing import TypeVar

from deploy.places import ROOT
from deploy.refusal import Refusal

One = TypeVar("One")
LISTS = ROOT / "tests" / "mutants"


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


def part(found: list[One], share: str) -> list[One]:
    """`2/4` is every fourth, from the second: each part has something of every owner."""
    number, _, parts = share.partition("/")
    return found[int(number) - 1 :: int(parts)]

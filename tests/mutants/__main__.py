"""`make mutants [ARGS="--owner ledger --part 1/4"]`: does a test notice when a rule is changed?

Each entry of tests/mutants/<owner>.toml changes one line of a rule; the tests of the folder that owns the rule must then
fail. First each is tried in a running process (`together`), by the tests that come by its function if a whole run of the
suite has written them down (`--record`); whatever survives that, or is not inside a function, is tried alone, in a copy
of the source, by all tests of its owner. Printed are changed, killed and survived per owner; a survivor makes the exit
code 1. `--table` shows the last outcome of each from all runs. `--random 200 --seed 7` tries changes that nobody chose,
and prints those that survive.
"""

import argparse
import sys
from collections import Counter
from typing import Any

from deploy.refusal import Refusal, refuse
from tests.mutants import alone, together
from tests.mutants.guesses import Guess, guesses
from tests.mutants.kept import Mutant, mutants, part
from tests.mutants.outcomes import BROKEN, KILLED, SURVIVED, noted

Found = list[tuple[Mutant, str]]
UNTRIED = "untried"
WORDS = (KILLED, SURVIVED, BROKEN, UNTRIED)


def kept(chosen: list[Mutant], processes: int | None) -> Found:
    reached, quick, found = together.Reached(), [], []
    for number, mutant in enumerate(chosen):
        function = together.function_of(mutant.file, mutant.old, mutant.new)
        tests = reached.by(mutant.file, function, mutant.tests) if function and not mutant.anew else []
        if tests:
            change = {"file": mutant.file, "old": mutant.old, "new": mutant.new, "tests": tests, "id": number}
            said = {"name": f"{mutant.owner}: {mutant.name}", "owner": mutant.owner, "rule": mutant.name}
            quick.append({**change, **said})
    quick.sort(key=lambda one: (one["owner"], one["tests"]))  # neighbours begin with the same worlds
    killed = {one["id"] for one in together.tried(quick, processes) if one["outcome"] == KILLED} if quick else set()
    found = [(chosen[number], KILLED) for number in sorted(killed)]
    return found + list(alone.results([one for number, one in enumerate(chosen) if number not in killed]))


def report(found: Found) -> str:
    counts = Counter((mutant.owner, word) for mutant, word in found)
    owners = sorted({mutant.owner for mutant, _ in found})
    rows = {owner: [counts[owner, word] for word in WORDS] for owner in owners}
    rows["together"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    lines = ["".join([f"{'owner':16}", *(f"{word:>9}" for word in ("changed", *WORDS))])]
    lines += [f"{owner:16}{sum(words):9}{''.join(f'{count:9}' for count in words)}" for owner, words in rows.items()]
    lines += [f"{word}: {mutant.owner}: {mutant.name} ({mutant.file})" for mutant, word in found if word != KILLED]
    return "\n".join(lines)


def change(guess: Guess, reached: together.Reached) -> dict[str, Any]:
    tests = (
        reached.by(guess.file, guess.function, ["tests/"])
        if reached.tests
        else together.likely(guess.file, guess.function)
    )
    name = f"{guess.file}:{guess.line} {guess.function}: {guess.what}"
    return {"file": guess.file, "old": guess.old, "new": guess.new, "tests": tests, "name": name}


def lucky(asked: argparse.Namespace) -> str:
    """Changes drawn by lot, tried by whatever tests come by: what survived is shown, to be looked at."""
    reached = together.Reached()
    drawn = part(guesses(asked.seed, asked.random, asked.under), asked.part)
    changes = [change(guess, reached) for guess in drawn]
    found = together.tried([one for one in changes if one["tests"]], asked.processes)
    lines = [f"{one['outcome']}: {one['name']}\n{one['new']}" for one in found if one["outcome"] not in (KILLED,)]
    lines += [f"no test comes by: {one['name']}" for one in changes if not one["tests"]]
    counts = Counter(one["outcome"] for one in found)
    return "\n".join([*lines, ", ".join(f"{word} {count}" for word, count in sorted(counts.items()))])


def arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("--owner", help="only the list of this name")
    parser.add_argument("--part", default="1/1", help="2/4: every fourth, from the second")
    parser.add_argument("--name", default="", help="only those whose name holds this")
    parser.add_argument("--record", action="store_true", help="write down anew which test calls which function")
    parser.add_argument("--random", type=int, default=0, help="so many changes drawn by lot instead of the kept ones")
    parser.add_argument("--seed", type=int, default=0, help="of --random")
    parser.add_argument("--processes", type=int, help="at the same time; otherwise as many as there are cores")
    parser.add_argument("--untried", action="store_true", help="only those that no run has an outcome of yet")
    parser.add_argument("--table", action="store_true", help="only the last outcome of each kept change, from all runs")
    parser.add_argument("--under", default="", help="of --random: only files whose path begins with this")
    return parser.parse_args(given)


def main() -> int:
    asked = arguments(sys.argv[1:])
    if asked.record:
        together.record()
    if asked.random:
        print(lucky(asked))
        return 0
    chosen = [one for one in mutants() if asked.owner in (None, one.owner) and asked.name in one.name]
    chosen = part(chosen, asked.part)
    if asked.untried:
        last = noted()
        chosen = [one for one in chosen if (one.owner, one.name) not in last]
    if not chosen:
        return refuse(Refusal("没有符合条件的规则改动；名单在 tests/mutants/ 中。"))
    if asked.table:
        last = noted()
        print(report([(one, last.get((one.owner, one.name), UNTRIED)) for one in chosen]))
        return 0
    try:
        found = kept(chosen, asked.processes)
    except Refusal as refusal:
        return refuse(refusal)
    print(report(found))
    return 0 if all(word == KILLED for _, word in found) else 1


if __name__ == "__main__":
    sys.exit(main())

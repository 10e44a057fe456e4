"""Nobody is favoured: counts over thousands of draws with fixed seeds, and a control that the gate would see a favour (trust A.10).

Statistics alone prove little (a ticket of eight bits passes too), so the length of tickets is asserted as well.
"""

from collections import Counter

import pytest

from supervision.draws.algorithm.selection import Frozen, freeze, ticket
from tests.some import some
from tests.supervision.draws.files import DICE, Files, dice, person, sha256, thing

OBJECTS, SHARE, DRAWS = 20, 5, 30_000
# Upper 0.1 % of chi-square with 19 and with 5 degrees of freedom: the gate of p > 0.001.
GATE_19, GATE_5 = 43.82, 20.515


@pytest.fixture(scope="module")
def files() -> Frozen:
    strata = [{"key": "A", "num": 1, "den": OBJECTS // SHARE, "min": 1}]
    things = [thing(f"O{number:02d}", "A") for number in range(OBJECTS)]
    people = [person(f"P{number}") for number in range(6)]
    return freeze(*Files(dice(strata=strata), things, people, DICE).bytes())


def seeds(count: int, name: str = "chance") -> list[str]:
    return [sha256(f"{name} {number}".encode()) for number in range(count)]


def chi_square(counts: Counter[str], names: list[str], rounds: int, chance: float) -> float:
    """Corrected for drawing without putting back."""
    spread = rounds * chance * (1 - chance)
    size = len(names)
    return (size - 1) / size * sum((counts[name] - rounds * chance) ** 2 / spread for name in names)


def fair(seed: str, name: str) -> str:
    return ticket(seed, "obj", name)


def test_every_object_is_drawn_equally_often_and_a_favour_would_be_seen(files):
    """The control: one object gets a second try in one draw of ten."""
    names = [thing_.id for thing_ in files.objects.all()]
    counts, favoured = Counter(), Counter()
    for seed in seeds(DRAWS):
        tickets = {name: fair(seed, name) for name in names}
        counts.update(sorted(names, key=tickets.__getitem__)[:SHARE])
        if int(seed[:4], 16) % 10 == 0:
            tickets["O00"] = min(tickets["O00"], fair(seed, "O00+"))
        favoured.update(sorted(names, key=tickets.__getitem__)[:SHARE])
    assert chi_square(counts, names, DRAWS, SHARE / OBJECTS) < GATE_19
    assert chi_square(favoured, names, DRAWS, SHARE / OBJECTS) > GATE_19


def test_what_is_drawn_is_what_the_tickets_say(files):
    """Ties the counts above to the draw itself: the same objects, with tickets of 64 hexadecimal digits that all differ."""
    names = [thing_.id for thing_ in files.objects.all()]
    for seed in some(seeds(200)):
        picks = files.drawn_by(seed).result["picks"]
        assert [pick["object"] for pick in picks] == sorted(names, key=lambda name: fair(seed, name))[:SHARE]
        tickets = {fair(seed, name) for name in names}
        assert len(tickets) == OBJECTS and {len(one) for one in tickets} == {64}


def test_inspectors_with_equal_attributes_go_equally_often_first_and_with_whom_is_chance(files):
    rounds = 3_000
    leads: Counter[str] = Counter()
    pairs: Counter[tuple[str, ...]] = Counter()
    spread: Counter[int] = Counter()
    for seed in seeds(rounds, "teams"):
        result = files.drawn_by(seed).result
        leads[result["picks"][0]["team"][0]] += 1
        pairs[tuple(sorted(result["picks"][0]["team"]))] += 1
        loads = [result["load"].get(name, 0) for name in files.roster.ids]
        spread[max(loads) - min(loads)] += 1
    assert chi_square(leads, files.roster.ids, rounds, 1 / 6) * 6 / 5 < GATE_5
    assert len(pairs) == 15
    expected = rounds / 15
    assert max(abs(count - expected) for count in pairs.values()) < 4 * expected**0.5
    # The least loaded go first: nobody is more than two visits ahead, in 99 of 100 draws.
    assert sum(count for gap, count in spread.items() if gap <= 2) >= rounds * 0.99

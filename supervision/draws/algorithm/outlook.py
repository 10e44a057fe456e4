"""What frozen files promise before anybody knows the values: the feasibility part of the lint (trust A.6).

Without a limit of visits, whether an object can get a team depends on the files alone: it is said for every object and holds for
every seed. With a limit it also depends on who else is drawn: there the room is counted by region, and draws are tried out.
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from supervision.draws.algorithm.selection import Frozen
from supervision.draws.algorithm.sources import outcomes

# Room for visits below this multiple of the expected ones deserves a warning (trust A.6).
ENOUGH = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Room:
    """Visits that inspectors at work in `region` can still make, and those to be expected there; `lead`: as leads only."""

    region: str
    lead: bool
    visits: int
    expected: Fraction

    @property
    def enough(self) -> bool:
        return self.visits >= ENOUGH * self.expected


def bits(frozen: Frozen) -> float:
    """The entropy of all sources together. Raises Refusal SOURCE."""
    return math.log2(math.prod(outcomes(source.fmt) for source in frozen.plan.sources))


def lasting_failures(frozen: Frozen) -> dict[str, str]:
    """Eligible objects that get no team whatever the seed, with the code (`words.failure`); in the order of the file."""
    known: dict[tuple[int, tuple[str, ...]], str] = {}
    found = {}
    for thing in frozen.objects.all():
        if thing.excl:
            continue
        # Objects with the same inspectors and needs share their fate: a million of them have few fates.
        key = (frozen.roster.able(thing.id, thing.region), thing.need)
        failure = known.get(key)
        if failure is None:
            failure = known[key] = frozen.roster.lasting_failure(thing)
        if failure:
            found[thing.id] = failure
    return found


def chance(frozen: Frozen, stratum: str) -> Fraction:
    """How likely each eligible object of a stratum is drawn; 0 in a stratum without any."""
    pool = frozen.objects.pools.get(stratum)
    wanted = next(row for row in frozen.plan.strata if row.key == stratum)
    return Fraction(wanted.picks(len(pool.ids)), len(pool.ids)) if pool else Fraction(0)


def rooms(frozen: Frozen) -> list[Room]:
    """With a limit of visits, the room by region, for leads and for all; empty without a limit."""
    rule, roster = frozen.plan.team, frozen.roster
    if not rule.max_load:
        return []
    listed = Counter((thing.region, thing.stratum) for thing in frozen.objects.all() if not thing.excl)
    chances = {row.key: chance(frozen, row.key) for row in frozen.plan.strata}
    expected: dict[str, Fraction] = {}
    for (region, stratum), count in listed.items():
        expected[region] = expected.get(region, Fraction(0)) + count * chances[stratum]
    found = []
    for region, picks in sorted(expected.items()):
        able = roster.able("", region)
        found.append(Room(region, True, (able & roster.lead).bit_count() * rule.max_load, picks))
        found.append(Room(region, False, able.bit_count() * rule.max_load, picks * rule.size))
    return found


def trials(frozen: Frozen, count: int) -> Iterator[int]:
    """Of each of `count` tried draws, how many drawn objects had no team because of the limit. The seeds are fixed, none is a result."""
    for number in range(count):
        drawn = frozen.drawn_by(hashlib.sha256(f"TFMP-TRIAL|{number}".encode()).hexdigest())
        yield sum(pick["failure"].endswith("+CAP") for pick in drawn.result["picks"])

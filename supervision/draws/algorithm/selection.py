"""TFMP-DRAW-1: which objects are inspected and by whom, computed from four published files (trust A.5).

`freeze` checks plan and directories, as they are committed; `Frozen.draw` adds the values that nobody knew then. Both refuse in
the order of the published codes (`refusal.CODES`). Nothing here knows the platform: standard library and siblings only.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from supervision.draws.algorithm import canonical
from supervision.draws.algorithm.directory import (
    Inspected,
    Inspector,
    Objects,
    Progress,
    read_inspectors,
    read_objects,
    silent,
)
from supervision.draws.algorithm.plan import ALGORITHM, Plan, Stratum, read_plan
from supervision.draws.algorithm.refusal import Refusal
from supervision.draws.algorithm.teams import Loads, Roster, TeamOfOne

__all__ = ["ALGORITHM", "Drawn", "Frozen", "Refusal", "draw", "freeze", "seed_text_of", "ticket"]


@dataclass(frozen=True)
class Drawn:
    """The outcome of a draw; `canonical` are the bytes of `result.json`, `sha256` the final cross-check."""

    result: dict[str, Any]

    @cached_property
    def canonical(self) -> bytes:
        return canonical.write(self.result)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical).hexdigest()


@dataclass(frozen=True)
class Picked:
    """A drawn object with its ticket (32 bytes)."""

    thing: Inspected
    ticket: bytes


@dataclass(frozen=True)
class Frozen:
    """Plan and directories that hold together: everything but the values."""

    plan: Plan
    objects: Objects
    inspectors: tuple[Inspector, ...]

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.inspectors, self.plan.team)

    def seed_text(self, values: object, secret: object = None) -> str:
        """What is hashed to the seed. Raises Refusal VALUE, SOURCE or SECRET."""
        checked = self.plan.check_values(values)
        self.plan.check_secret(secret)
        return seed_text_of(self.plan, checked, str(secret or ""))

    def draw(self, values: object, secret: object = None, progress: Progress = silent) -> Drawn:
        """`values`: text of each source; `secret`: of a sealed draw. Raises Refusal VALUE, SOURCE or SECRET."""
        text = self.seed_text(values, secret)
        seed = hashlib.sha256(text.encode()).hexdigest()
        return Drawn(self._result(text, seed, progress))

    def drawn_by(self, seed: str) -> Drawn:
        """As by this seed, whatever its origin: for the lint's simulation. Never a result."""
        return Drawn(self._result("", seed, silent))

    def _result(self, text: str, seed: str, progress: Progress) -> dict[str, Any]:
        picks: list[Picked] = []
        strata = []
        for number, stratum in enumerate(self.plan.strata, 1):
            taken, row = self._pick(stratum, seed)
            picks += taken
            strata.append(row)
            progress("tickets", number, len(self.plan.strata))
        teams, load = self._assign(picks, seed, progress)
        return {
            "alg": ALGORITHM,
            "plan": self.plan.id,
            "plan_sha256": self.plan.sha256,
            "seed_text": text,
            "seed": seed,
            "strata": strata,
            "picks": [
                {
                    "object": pick.thing.id,
                    "stratum": pick.thing.stratum,
                    "ticket": pick.ticket.hex(),
                    "team": teams[pick.thing.id][0],
                    "failure": teams[pick.thing.id][1],
                }
                for pick in picks
            ],
            "load": load,
        }

    def _pick(self, stratum: Stratum, seed: str) -> tuple[list[Picked], dict[str, Any]]:
        """Step 1 for one stratum: the objects with the lowest tickets, and how many stood there."""
        pool = self.objects.pools.get(stratum.key)
        names = pool.ids if pool else []
        k = stratum.picks(len(names))
        taken = []
        if pool and k:
            prefix = f"{ALGORITHM}|{seed}|obj|".encode()
            sha256 = hashlib.sha256
            # Ticket, then id: the ticket's length is fixed, so both compare as one.
            tickets = [sha256(prefix + name).digest() + name for name in names]
            order = sorted(range(len(names)), key=tickets.__getitem__)
            taken = [Picked(self.objects.at(pool.places[index]), tickets[index][:32]) for index in order[:k]]
        listed = self.objects.listed.get(stratum.key, 0)
        row = {
            "key": stratum.key,
            "listed": listed,
            "eligible": len(names),
            "k": k,
            "short": stratum.wanted(len(names)) - k,
        }
        return taken, row

    def _assign(
        self, picks: list[Picked], seed: str, progress: Progress
    ) -> tuple[dict[str, tuple[list[str], str]], dict[str, int]]:
        """Step 2: teams and failures by object, and the visits of everybody who has any."""
        roster, loads = self.roster, Loads.none(len(self.inspectors))
        turns = sorted(
            picks,
            key=lambda pick: (roster.able(pick.thing.id, pick.thing.region).bit_count(), pick.ticket, pick.thing.id),
        )
        teams = {}
        for number, pick in enumerate(turns, 1):
            team = TeamOfOne(roster, loads, pick.thing, seed)
            failure = team.find()
            teams[pick.thing.id] = ([roster.ids[person] for person in team.people], failure)
            if not number % 256 or number == len(turns):
                progress("teams", number, len(turns))
        return teams, {roster.ids[person]: count for person, count in loads.counts.items()}


def freeze(plan: bytes, objects: bytes, inspectors: bytes, progress: Progress = silent) -> Frozen:
    """The published bytes, checked. Raises Refusal FORMAT, CANON, SCHEMA, ALG, COMMIT, ORDER, STRATA or TEAM."""
    read = read_plan(plan)
    read.check_files(hashlib.sha256(objects).hexdigest(), hashlib.sha256(inspectors).hexdigest())
    frozen = Frozen(read, read_objects(objects, progress), read_inspectors(inspectors))
    read.check_strata(frozen.objects.listed)
    read.check_team()
    return frozen


def draw(
    plan: bytes,
    objects: bytes,
    inspectors: bytes,
    values: object,
    secret: object = None,
    progress: Progress = silent,
) -> Drawn:
    """The whole draw from its files. Raises Refusal with the code of the first check that fails."""
    return freeze(plan, objects, inspectors, progress).draw(values, secret, progress)


def seed_text_of(plan: Plan, values: Mapping[str, str], secret: str) -> str:
    """Plan hash, values in the plan's order and the secret, if one was announced. Unchecked."""
    lines = ["TFMP-SEED-1", f"plan={plan.sha256}", *(f"{source.id}={values[source.id]}" for source in plan.sources)]
    return "\n".join([*lines, f"secret={secret}"] if plan.secret_commit else lines) + "\n"


def ticket(seed: str, kind: str, *names: str) -> str:
    """T of trust A.5: kind "obj" with an object's id, "insp" with the ids of object and inspector."""
    return hashlib.sha256("|".join((ALGORITHM, seed, kind, *names)).encode()).hexdigest()

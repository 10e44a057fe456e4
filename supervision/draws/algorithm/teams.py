"""Who inspects what: step 2 of TFMP-DRAW-1 (trust A.5).

Sets of inspectors are whole numbers with one bit for each, in the order of the file: who may visit an object, who has how many
visits already and who has a skill are then one `&` away, also with five thousand inspectors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import compress

from supervision.draws.algorithm.directory import Inspected, Inspector
from supervision.draws.algorithm.plan import TeamRule

_BITS = bytes.maketrans(b"01", b"\0\1")


class Roster:
    """The inspectors of one draw as sets."""

    def __init__(self, inspectors: Iterable[Inspector], rule: TeamRule) -> None:
        self.rule = rule
        self.ids: list[str] = []
        self.names: list[bytes] = []
        self.places: dict[bytes, int] = {}
        self.lead = 0
        self.tags: dict[str, int] = {}
        self._areas: dict[str, int] = {}
        self._homes: dict[str, int] = {}
        self._recused: dict[str, int] = {}
        self._regions: dict[str, int] = {}
        for person in inspectors:
            self._add(person, 1 << len(self.ids))
        self._lengths = sorted({len(prefix) for prefix in (*self._areas, *self._homes)})

    def _add(self, person: Inspector, bit: int) -> None:
        self.ids.append(person.id)
        self.places[person.id.encode()] = len(self.names)
        self.names.append(person.id.encode())
        if not person.avail:
            return
        if person.lead:
            self.lead |= bit
        self._homes[person.home] = self._homes.get(person.home, 0) | bit
        for names, table in ((person.areas, self._areas), (person.tags, self.tags), (person.recuse, self._recused)):
            for name in names:
                table[name] = table.get(name, 0) | bit

    def able(self, object_id: str, region: str) -> int:
        """Available, not recused, at work in this region, and not at home where the rule says "cross"."""
        group = self._regions.get(region)
        if group is None:
            group = self._regions[region] = self._in_region(region)
        return group & ~self._recused.get(object_id, 0)

    def _in_region(self, region: str) -> int:
        prefixes = [region[:length] for length in self._lengths if length <= len(region)]
        group = 0
        for prefix in prefixes:
            group |= self._areas.get(prefix, 0)
        if self.rule.region == "cross":
            for prefix in prefixes:
                group &= ~self._homes.get(prefix, 0)
        return group

    def named(self, group: int) -> Iterable[bytes]:
        """The ids in a set."""
        bits = bin(group)[:1:-1]
        # Many are picked out of the whole list in one go, few are found one by one.
        if group.bit_count() * 16 > len(bits):
            return compress(self.names, bits.encode().translate(_BITS))
        return self._few(bits)

    def _few(self, bits: str) -> Iterator[bytes]:
        place = bits.find("1")
        while place >= 0:
            yield self.names[place]
            place = bits.find("1", place + 1)

    def lasting_failure(self, thing: Inspected) -> str:
        """Why this object has no team whatever the seed, "" when it has one as long as nobody is at the limit (trust A.6)."""
        able = self.able(thing.id, thing.region)
        if not able & self.lead:
            return "NO_LEAD"
        for tag in thing.need:
            if not able & self.tags.get(tag, 0):
                return f"NO_TAG:{tag}"
        return "TEAM_SHORT" if able.bit_count() < self.rule.size else ""


@dataclass
class Loads:
    """How many visits everybody has: `levels[n]` is the set of those with n."""

    levels: list[int]
    counts: dict[int, int] = field(default_factory=dict)

    @classmethod
    def none(cls, size: int) -> "Loads":
        return cls([(1 << size) - 1])

    def add(self, person: int) -> None:
        level = self.counts.get(person, 0)
        self.counts[person] = level + 1
        self.levels[level] ^= 1 << person
        if level + 1 == len(self.levels):
            self.levels.append(0)
        self.levels[level + 1] |= 1 << person

    def lowest(self, group: int) -> int:
        """Those of the group with the fewest visits."""
        return next((group & level for level in self.levels if group & level), 0)

    def full(self, most: int) -> int:
        """Those who have `most` visits; nobody has more."""
        return self.levels[most] if 0 < most < len(self.levels) else 0


class TeamOfOne:
    """The team that is being found for one object."""

    def __init__(self, roster: Roster, loads: Loads, thing: Inspected, seed: str) -> None:
        self._roster, self._loads, self._thing = roster, loads, thing
        self._prefix = f"TFMP-DRAW-1|{seed}|insp|{thing.id}|".encode()
        able = roster.able(thing.id, thing.region)
        self._free = able & ~loads.full(roster.rule.max_load)
        self._capped = self._free != able
        self.people: list[int] = []
        self._team = 0

    def find(self) -> str:
        """Fill `people`, and their loads; or say why nobody goes ("" on success)."""
        failure = self._failure()
        if failure:
            self.people = []
            return failure + ("+CAP" if self._capped else "")
        for person in self.people:
            self._loads.add(person)
        return ""

    def _failure(self) -> str:
        """The first step that finds nobody; the steps after it could change nothing any more."""
        if not self._add(self._roster.lead):
            return "NO_LEAD"
        for tag in self._thing.need:
            skilled = self._roster.tags.get(tag, 0)
            if not self._team & skilled and not self._add(skilled):
                return f"NO_TAG:{tag}"
        while len(self.people) < self._roster.rule.size:
            if not self._add(-1):
                return "TEAM_SHORT"
        return ""

    def _add(self, wanted: int) -> bool:
        """The first of the free who is wanted and not yet in the team: fewest visits, then ticket, then id."""
        group = self._loads.lowest(self._free & ~self._team & wanted)
        if not group:
            return False
        prefix = self._prefix
        names = list(self._roster.named(group))
        tickets = [sha256(prefix + name).digest() for name in names]
        # Ids rise in the file: of equal tickets the first one found has the lowest id.
        person = self._roster.places[names[tickets.index(min(tickets))]]
        self.people.append(person)
        self._team |= 1 << person
        return True

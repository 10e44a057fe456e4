"""冻结的名录: the three files of a draw, byte for byte as they are hashed, published and re-computed (trust.md A.3).

The files are made from the directories as they stand; a draft makes them again whenever somebody looks, the commitment
keeps them.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from supervision.directories.inspectors.recusals import recusals
from supervision.directories.models import InspectionObject, Inspector
from supervision.directories.objects.eligibility import exclusions, listed
from supervision.draws.algorithm.plan import ALGORITHM
from supervision.draws.frozen.strata import values_of
from supervision.draws.states import TeamNeed
from tianfu.ledger.canonical import canonical, sha256_hex

if TYPE_CHECKING:
    from supervision.draws.models import DrawPlan


@dataclass(frozen=True)
class Material:
    """Bytes of the two directories, with the rows they were made of in the same order."""

    objects: bytes
    inspectors: bytes
    rows: list[tuple[InspectionObject, str]]
    people: list[Inspector]

    @property
    def fit(self) -> list[Inspector]:
        """Those of `people` whom the draw may send: the file says `avail` 1."""
        lines = self.inspectors.splitlines()
        return [person for person, line in zip(self.people, lines, strict=True) if b'"avail":1' in line]

    @property
    def objects_sha256(self) -> str:
        """As plan.json names it."""
        return sha256_hex(self.objects)

    @property
    def inspectors_sha256(self) -> str:
        """As plan.json names it."""
        return sha256_hex(self.inspectors)


def objects_in_scope(plan: "DrawPlan", day: date) -> list[tuple[InspectionObject, str]]:
    """Every listed object of the plan's kind and region with its exclusion code, in byte order of its code."""
    found = listed(plan.object_kind, day)
    if plan.region_id:
        found = found.filter(region=plan.region_id)
    rows = sorted(found, key=lambda row: row.code.encode())
    excluded = exclusions(rows, day)
    return [(row, excluded.get(row.pk, "")) for row in rows]


def gather(plan: "DrawPlan", day: date) -> Material:
    """The two directories as they stand on `day`."""
    rows = objects_in_scope(plan, day)
    people = sorted(Inspector.objects.on_roll(day), key=lambda person: person.number.encode())
    return Material(_objects(plan, rows, day), _inspectors(plan, people, rows), rows, people)


def _objects(plan: "DrawPlan", rows: list[tuple[InspectionObject, str]], day: date) -> bytes:
    strata = values_of([row for row, _ in rows], plan.strata_by, day)
    lines = []
    for (row, excluded), (stratum, _) in zip(rows, strata, strict=True):
        need = [row.sector] if plan.team_need == TeamNeed.SECTOR and row.sector else []
        lines.append(
            canonical(
                {
                    "id": row.code,
                    "stratum": stratum,
                    "region": row.region_id or "",
                    "need": need,
                    "excl": excluded,
                }
            )
        )
    return b"".join(line + b"\n" for line in lines)


def _inspectors(plan: "DrawPlan", people: list[Inspector], rows: list[tuple[InspectionObject, str]]) -> bytes:
    fit: set[int] = set()
    if plan.visits_since is not None and plan.visits_until is not None:
        fit = set(Inspector.objects.available(plan.visits_since, plan.visits_until).values_list("pk", flat=True))
    barred = recusals(people, [row for row, _ in rows])
    lines = [
        canonical(
            {
                "id": person.number,
                "areas": list(person.areas),
                "home": person.home,
                "lead": int(person.lead),
                "tags": list(person.tags),
                "recuse": sorted(barred[person.pk]),
                "avail": int(person.pk in fit),
            }
        )
        for person in people
    ]
    return b"".join(line + b"\n" for line in lines)


def plan_json(plan: "DrawPlan", number: str, material: Material, **further: Any) -> bytes:
    """plan.json: what the algorithm reads, and around it what readers and the lint want to know."""
    return canonical(
        {
            "alg": ALGORITHM,
            "id": number,
            "objects_sha256": material.objects_sha256,
            "inspectors_sha256": material.inspectors_sha256,
            "strata": [{name: row[name] for name in ("key", "num", "den", "min")} for row in plan.strata],
            "sources": [{name: row[name] for name in ("id", "fmt", "event")} for row in plan.sources],
            "secret_commit": further.pop("secret_commit", ""),
            "team": {"size": plan.team_size, "region": plan.team_region, "max_load": plan.max_load},
            "title": plan.title,
            "object_kind": plan.object_kind,
            "strata_by": plan.strata_by,
            "region": plan.region_id or "",
            "items": [item.code for item in plan.items.order_by("code")],
            "fallback": plan.fallback,
            "visits": [day.isoformat() if day else "" for day in (plan.visits_since, plan.visits_until)],
            **{name: _moment(getattr(plan, name)) for name in ("seed_after", "draw_by", "reveal_by")},
            **further,
        }
    )


def _moment(value: Any) -> str:
    return value.isoformat(timespec="seconds").replace("+00:00", "Z") if value else ""

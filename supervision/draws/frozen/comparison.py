"""冻结时的比较: the directory of objects beside the register, and beside the one frozen before it.

Who leaves a friend out, or puts him where fewer are drawn, does it before the freeze, when every hash is still right
(trust.md A.1, rows 4 and 5). So the differences are frozen with the directory: a file of their own, whose hash stands in
plan.json, and a part of the page that the second person reads and of the public one.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from supervision.directories.models import InspectionObject, ObjectChange
from supervision.directories.objects.register import register_sources
from supervision.directories.states import Passage
from supervision.draws.frozen.material import Material
from supervision.draws.models import DrawPlan
from tianfu.ledger.canonical import canonical

MOVED, UNEXPLAINED = "MOVED", "UNEXPLAINED"
# Why an object came or went, as the file writes it.
GROUNDS = {
    "LISTED": "新列入登记",
    "RETURNED": "重新列入登记",
    "LEFT": "已离开登记",
    MOVED: "地区变更",
    UNEXPLAINED: "没有登记记录可以说明",
}
Line = dict[str, Any]


def beside_register(plan: DrawPlan, material: Material, day: date) -> dict[str, Any]:
    """How many the register has, which of them the directory lacks (`missing`), and which it has beyond it (`surplus`).

    {} for a kind of object that no register is kept of.
    """
    source = next((one for one in register_sources() if one.kind == plan.object_kind), None)
    if source is None:
        return {}
    owners = {row.code: getattr(row, source.owner) for row, _ in material.rows}
    standing: dict[int, str] = {}
    for facts in source.all(day):
        here = plan.region_id is None or facts.values["region_id"] == plan.region_id
        if here and facts.left_on is None and facts.listed_on <= day:
            standing[facts.pk] = facts.code
    known = set(owners.values())
    return {
        "count": len(standing),
        "missing": sorted(code for pk, code in standing.items() if pk not in known),
        "surplus": sorted(code for code, pk in owners.items() if pk not in standing),
    }


def previous_plan(plan: DrawPlan) -> DrawPlan | None:
    """The draw whose directory was frozen last, of the same objects in the same region; a void one counts."""
    rows = DrawPlan.objects.public().filter(object_kind=plan.object_kind, region=plan.region_id)
    if plan.committed_at is not None:
        rows = rows.filter(committed_at__lt=plan.committed_at)
    return rows.exclude(pk=plan.pk).select_related("objects_file").order_by("-committed_at", "-pk").first()


def compare_frozen(plan: DrawPlan, material: Material, day: date) -> bytes:
    """comparison.json: canonical, by codes, with no name in it."""
    now, before = _lines(material.objects), previous_plan(plan)
    found: dict[str, Any] = {
        "day": day.isoformat(),
        "register": beside_register(plan, material, day),
        "directory": _counts(now),
        "previous": {},
    }
    if before is not None and before.objects_file is not None and before.committed_at is not None:
        then = _lines(before.objects_file.read())
        found["previous"] = {"id": before.number, "objects_sha256": before.objects_file.sha256, **_counts(then)}
        found |= _differences(now, then, same_parts=before.strata_by == plan.strata_by)
        _explain(plan, found, before.committed_at, day)
    return canonical(found)


def _lines(content: bytes) -> dict[str, Line]:
    return {line["id"]: line for line in map(json.loads, content.splitlines())}


def _counts(lines: dict[str, Line]) -> dict[str, Any]:
    excluded = Counter(line["excl"] for line in lines.values() if line["excl"])
    return {"listed": len(lines), "excluded": dict(sorted(excluded.items()))}


def _differences(now: dict[str, Line], then: dict[str, Line], *, same_parts: bool) -> dict[str, list[Line]]:
    """Who was added and left; whose part or exclusion is another. Parts by another attribute are not compared."""
    both = sorted(now.keys() & then.keys())
    changed = {
        name: [
            {"id": code, "from": then[code][key], "to": now[code][key]}
            for code in both
            if then[code][key] != now[code][key]
        ]
        for name, key in (("parts", "stratum"), ("exclusions", "excl"))
    }
    return {
        "added": [{"id": code} for code in sorted(now.keys() - then.keys())],
        "left": [{"id": code} for code in sorted(then.keys() - now.keys())],
        "parts": changed["parts"] if same_parts else [],
        "exclusions": changed["exclusions"],
    }


def _explain(plan: DrawPlan, found: dict[str, Any], since: datetime, day: date) -> None:
    """Write beside each that came or went the ground that the directory's own history gives for it."""
    codes = [line["id"] for name in ("added", "left") for line in found[name]]
    passages = _passages(plan, codes, since)
    # The last day of an authorization takes it off the directory before any job says so.
    ended = InspectionObject.objects.filter(kind=plan.object_kind, code__in=codes, authorization__ends_on__lt=day)
    for code in ended.values_list("code", flat=True):
        passages.setdefault(code, set()).add(Passage.LEFT)
    for line in found["added"]:
        line["ground"] = _ground(passages.get(line["id"], set()), (Passage.LISTED, Passage.RETURNED))
    for line in found["left"]:
        line["ground"] = _ground(passages.get(line["id"], set()), (Passage.LEFT,))


def _passages(plan: DrawPlan, codes: Iterable[str], since: datetime) -> dict[str, set[str]]:
    rows = ObjectChange.objects.filter(object__kind=plan.object_kind, object__code__in=list(codes), at__gt=since)
    found: dict[str, set[str]] = {}
    for code, passage, what in rows.values_list("object__code", "passage", "what"):
        moved = passage == Passage.CHANGED and "市（州）" in what
        found.setdefault(code, set()).add(MOVED if moved else passage)
    return found


def _ground(passages: set[str], wanted: tuple[Passage, ...]) -> str:
    for passage in wanted:
        if passage in passages:
            return passage.name
    return MOVED if MOVED in passages else UNEXPLAINED

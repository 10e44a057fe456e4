"""What a stage rested on, and where a case goes back to when a correction changed it.

A filing is compared with what the case says now, fact by fact: `section` for its files and rows of its own,
`section.row` for one answer. A leaf: it reads the case's own rows and the registries.
"""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import registered as sections
from applications.cases.sections.section import sections_of
from applications.cases.stages.stage import registered as stages

if TYPE_CHECKING:
    from applications.cases.models.application import Application

EVERYTHING = "*"


def facts(filed_sections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Each fact of the filed sections by its name. Titles, labels, times of signing and ids of rows are no facts."""
    found: dict[str, Any] = {}
    for part in filed_sections:
        key = part["key"]
        found |= {f"{key}.{row['key']}": row["value"] for row in part["rows"]}
        found[key] = {
            "files": sorted([entry["kind"], entry["sha256"]] for entry in part["files"]),
            "items": [dict(item) for item in part.get("items", [])],
        }
    return found


def changed_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """Names of the facts that differ. One that only this version of the form knows was not changed by anybody."""
    return {name for name in before.keys() & after.keys() if not _same(before[name], after[name])} | {
        name for name in before.keys() ^ after.keys() if "." in name and _row_set_matters(name)
    }


def _row_set_matters(name: str) -> bool:
    # Honours are rows of their own number: one more or less is a change, not a new field of the form.
    return name.startswith("honors.")


def _same(before: Any, after: Any) -> bool:
    if not isinstance(before, dict):
        return bool(before == after)
    if before["files"] != after["files"] or len(before["items"]) != len(after["items"]):
        return False
    pairs = zip(before["items"], after["items"], strict=True)
    return all(all(new[name] == old[name] for name in old.keys() & new.keys()) for old, new in pairs)


def changed_since_filing(application: "Application") -> set[str]:
    """What the case says now and its newest filing did not; empty when nothing was filed yet."""
    filing = application.filings.order_by("version").last()
    if filing is None:
        return set()
    live = [part.snapshot(application) for part in sections_of(application)]
    return changed_facts(facts(json.loads(filing.content)["sections"]), facts(live))


def rests_on(stage_key: str, changed: Iterable[str]) -> set[str]:
    """Which of the changed facts the stage rested on."""
    declared = set(stages()[stage_key].rests_on)
    if EVERYTHING in declared:
        return set(changed)
    return {name for name in changed if name in declared or name.partition(".")[0] in declared}


def return_stage(application: "Application") -> tuple[str, list[str]]:
    """Where a correction that is handed in leads: the earliest stage passed that rested on something changed, else
    the stage that asked; with the titles of the sections that made the difference."""
    asked_at, order = application.correction_stage, application.stage_order
    changed = changed_since_filing(application)
    for key in order[: order.index(asked_at)] if asked_at in order else []:
        hit = rests_on(key, changed)
        if hit:
            return key, _titles(application, hit)
    return asked_at, []


def _titles(application: "Application", changed: set[str]) -> list[str]:
    touched = {name.partition(".")[0] for name in changed}
    return [sections()[key].title for key in application.sections if key in touched]

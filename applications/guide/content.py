"""The guide of one programme: routes with conditions, materials and steps; every number is a policy of today."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from applications.cases.sections.section import section
from applications.cases.stages.stage import Stage, registered
from applications.cases.standing.desks import office
from applications.cases.standing.offices import Office, authority_of, operator_of
from applications.programmes.clauses import clause
from applications.programmes.models.programme import Batch, ProgrammeVersion
from tianfu.accounts.programmes import seat
from tianfu.workflow import clock
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.units import write_value
from tianfu.workflow.policies.values import policy_rows

WORDS = Path(__file__).parent / "words"
_KEY = re.compile(r"\{([a-z_.]+)\}")


@dataclass(frozen=True)
class Material:
    """One kind of evidence; `template` is the name of a form to download, "" where there is none."""

    label: str
    hint: str
    required: bool
    template: str


@dataclass(frozen=True)
class Step:
    """One stage. `days` in words; `checks` is what the desk looks at; `basis` are the clauses it rests on."""

    label: str
    desk: str
    days: str
    people: int
    checks: list[str]
    basis: list[str]


@dataclass(frozen=True)
class RouteGuide:
    """One way to apply. `working_days` = the sum of all steps' limits, without corrections and objections."""

    key: str
    label: str
    summary: str
    conditions: list[str]
    sections: list[dict[str, str]]
    materials: list[Material]
    steps: list[Step]
    working_days: int
    validity: str


@dataclass(frozen=True)
class Guide:
    version: ProgrammeVersion
    intro: list[str]
    conditions: list[str]
    routes: list[RouteGuide]
    batches: list[Batch]
    after: list[dict[str, str]]
    questions: list[dict[str, str]]
    texts: list[dict[str, Any]]
    authority: Office
    operator: Office


@cache
def words(slug: str) -> dict[str, Any]:
    """What the guide says beside the programme's data; a programme without a file has the data alone."""
    path = WORDS / f"{slug}.toml"
    return tomllib.loads(path.read_text()) if path.exists() else {}


def policy_keys(content: Any) -> set[str]:
    """Every policy that a text of `words` names."""
    if isinstance(content, str):
        return set(_KEY.findall(content))
    rows = content.values() if isinstance(content, dict) else content if isinstance(content, list) else []
    return {key for row in rows for key in policy_keys(row)}


def guide(version: ProgrammeVersion) -> Guide:
    """Everything the page shows, with four queries. Raises UnknownPolicy for a number that nobody set."""
    slug = version.programme.slug
    text = words(slug)
    routes = version.content["routes"]
    stages = {key for route in routes.values() for key in route["stages"]}
    wanted = policy_keys(text) | {registered()[key].policy_key for key in stages}
    wanted |= {route["validity_policy"] for route in routes.values()}
    rows = policy_rows(wanted, scope=slug)

    def said(part: Any) -> Any:
        return _filled(part, rows)

    conditions = text.get("conditions", {})
    today = clock.today()
    return Guide(
        version=version,
        intro=said(text.get("intro", [])),
        conditions=said(conditions.get("all", [])),
        routes=[_route(version, key, said(conditions.get(key, [])), rows) for key in version.route_keys],
        batches=list(version.programme.batches.filter(closes_on__gte=today).order_by("opens_on", "pk")),
        after=said(text.get("after", [])),
        questions=said(text.get("questions", [])),
        texts=list(version.payload["texts"].values()),
        authority=authority_of(version, today),
        operator=operator_of(version, today),
    )


def _filled(part: Any, rows: dict[str, Policy]) -> Any:
    if isinstance(part, str):
        return _KEY.sub(lambda found: _value(rows[found[1]]), part)
    if isinstance(part, list):
        return [_filled(row, rows) for row in part]
    return {key: _filled(value, rows) for key, value in part.items()}


def _value(row: Policy) -> str:
    return write_value(row.unit, row.value)


def _route(version: ProgrammeVersion, key: str, conditions: list[str], rows: dict[str, Policy]) -> RouteGuide:
    route = version.route(key)
    rooms = [registered()[name] for name in route["stages"]]
    return RouteGuide(
        key=key,
        label=route["label"],
        summary=route["summary"],
        conditions=conditions,
        sections=[
            {"title": part.title, "hint": part.hint_in(version.content, route["label"])}
            for part in map(section, route["sections"])
        ],
        materials=[_material(entry) for entry in route["evidence"]],
        steps=[_step(version, room, rows[room.policy_key]) for room in rooms],
        working_days=sum(rows[room.policy_key].value for room in rooms),
        validity=_value(rows[route["validity_policy"]]),
    )


# Evidence for which an empty form can be made from the programme's data (guide/sheets.py).
FORMS = {"self_check": "self-check"}


def _material(entry: dict[str, Any]) -> Material:
    return Material(entry["label"], entry["hint"], entry["required"], FORMS.get(entry["key"], ""))


def _step(version: ProgrammeVersion, room: Stage, row: Policy) -> Step:
    entry = version.content["stages"][room.key]
    return Step(
        label=entry["label"],
        desk=office(version.content, room.key, f"企业所在{seat(version.content['slug'])}"),
        days=_value(row),
        people=2 if room.second_roles else 1,
        checks=[entry["text"] for entry in version.content["checklists"].get(room.key, [])],
        basis=[clause(entry["clause"]), f"期限：{row.source}"],
    )

"""The payload of a programme file as rules read it: a part of the wrong type counts as empty."""

from typing import Any

from applications.cases.sections import section
from applications.cases.stages import stage

Payload = dict[str, Any]


def table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def names(value: Any) -> list[str]:
    """A list of keys, each at its place; what is no text counts as no key."""
    return [text(entry) for entry in rows(value)]


def routes(payload: Payload) -> dict[str, dict[str, Any]]:
    return {key: table(route) for key, route in table(payload.get("routes")).items()}


def orders(payload: Payload) -> dict[tuple[str, ...], dict[str, Any]]:
    """Whatever has stages and sections, by where it stands in the file: the routes, and what their renewal says anew."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for key, route in routes(payload).items():
        found["routes", key] = route
        if "renewal" in route:
            found["routes", key, "renewal"] = {**route, "stages": [], "sections": [], **table(route["renewal"])}
    return found


def used(payload: Payload, part: str) -> list[str]:
    """Keys that routes and renewals name under `part` (stages, sections), each once, in order."""
    return list(dict.fromkeys(key for order in orders(payload).values() for key in names(order.get(part))))


def rooms(payload: Payload) -> list[stage.Stage]:
    """The stages that are used and known."""
    return [stage.stage(key) for key in used(payload, "stages") if key in stage.registered()]


def parts(payload: Payload) -> list[section.Section]:
    return [section.section(key) for key in used(payload, "sections") if key in section.registered()]

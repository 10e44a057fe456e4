"""What a loaded version says, whole: a version from before the file said everything is read with the first shape beneath.

A leaf: models read it.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FIRST = Path(__file__).parent / "shapes" / "first.toml"


@cache
def _first_shape() -> dict[str, Any]:
    return tomllib.loads(_FIRST.read_text(encoding="utf-8"))


def complete(payload: dict[str, Any]) -> dict[str, Any]:
    """`payload` with everything that its file left to code when it was loaded."""
    if "format" in payload:
        return payload
    shape = _first_shape()
    # Only what the version has is filled in: no route more than it brought.
    routes = {key: shape["routes"].get(key, {}) for key in payload.get("routes", {})}
    found = _over({**shape, "routes": routes}, payload)
    latin = payload.get("mark", {}).get("latin", "")
    if latin:
        found["papers"]["certificate"]["english"] = f"{latin.title()} · Certificate of Authorization"
    return found


# The database keeps no order of keys.
_BASES = ("certificate", "declaration", "review")


def in_order(routes: dict[str, Any]) -> list[str]:
    """Keys of the routes as they are offered: by what they rest on, then by name."""
    return sorted(routes, key=lambda key: (_BASES.index(routes[key].get("basis", "review")), key))


def _over(beneath: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """`payload` over `beneath`, table by table; where one has a table and the other a text, the table stands."""
    found = {key: dict(value) if isinstance(value, dict) else value for key, value in beneath.items()}
    for key, value in payload.items():
        under = beneath.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            found[key] = _over(under, value)
        elif not isinstance(under, dict):
            found[key] = value
    if "papers" in found:
        found["papers"] = {key: dict(paper) for key, paper in found["papers"].items()}
    return found

"""A page lies where its view does: `templates/` mirrors the folders of the code, and a shared frame is shared."""

import ast
import re
from collections import defaultdict
from functools import cache

from tests.architecture.source import ROOT, Module, modules

TEMPLATES = ROOT / "templates"
SURFACES = ("console", "portal", "public")
# Frames and parts of pages of several subjects; components are shared by what they are.
SHARED = {*SURFACES, "components"}
FRAMES = {"console/base.html", "portal/base.html", "public/base.html", "public/bare.html"}
# Looked for there by Django and by the libraries; mails are no pages.
LIBRARIES = {"account", "admin", "django", "email", "mfa", "rest_framework", "usersessions"}
NAMED = re.compile(r"""["']([\w/.-]+\.html)["']""")


@cache
def views() -> dict[str, list[Module]]:
    """Each template that a module names, with these modules."""
    found: dict[str, list[Module]] = defaultdict(list)
    for module in modules():
        names = {node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant)}
        for name in names:
            if isinstance(name, str) and name.endswith(".html") and (TEMPLATES / name).is_file():
                found[name].append(module)
    return found


@cache
def includers() -> dict[str, list[str]]:
    """Each template that others extend or include, with these others."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TEMPLATES.rglob("*.html")):
        for name in set(NAMED.findall(path.read_text(encoding="utf-8"))):
            found[name].append(str(path.relative_to(TEMPLATES)))
    return found


def folders_for(module: Module) -> set[str]:
    """Where a page of this view may lie: in the view's folder or a wider one of its subject, each with its surface. What
    no surface draws itself, a stage or a section, names the page of any."""
    parts = module.relative.removesuffix(".py").split("/")
    surface = next((part for part in parts[2:] if part in SURFACES), "")
    folder = parts[: parts.index(surface, 2)] if surface else parts[:-1]
    wide = ["/".join(folder[:length]) for length in range(2, len(folder) + 1)] or ["/".join(folder)]
    return {*wide, *(f"{one}/{each}" for one in wide for each in ([surface] if surface else SURFACES))}


def subject(place: str) -> str:
    return "/".join(place.split("/")[:2]) if "/" in place else place


def is_shared(name: str) -> bool:
    """A frame or a part that pages of several subjects draw, or a part of such a frame."""
    places = {subject(module.relative) for module in views().get(name, ())}
    places |= {subject(one) for one in includers().get(name, ())}
    return len(places) > 1 or any(place.partition("/")[0] in SHARED for place in places)


def test_a_page_lies_under_the_folder_of_a_view_that_draws_it():
    ours = {name for name in views() if "/" in name and name.partition("/")[0] not in LIBRARIES | SHARED}
    wrong = [
        f"{name} ({', '.join(module.relative for module in views()[name])})"
        for name in ours
        if not any(name.rpartition("/")[0] in folders_for(module) for module in views()[name])
    ]
    assert (len(ours) > 150, sorted(wrong)) == (True, [])


def test_what_lies_beside_the_subjects_is_shared():
    beside = [path.relative_to(TEMPLATES) for one in SURFACES for path in (TEMPLATES / one).rglob("*.html")]
    names = {str(path) for path in beside} - FRAMES
    own = {name for name in names if not is_shared(name)}
    below = {name for name in names if name.count("/") > 1}
    assert (len(names) > 5, own, below) == (True, set(), set())


def test_a_page_in_a_wrong_folder_is_seen():
    module = next(one for one in modules() if one.relative == "certification/changes/cancellations/console.py")
    assert "certification/changes/cancellations/console" in folders_for(module)
    assert "certification/changes/console" in folders_for(module)
    assert not {"console", "certification", "certification/changes/requests/console"} & folders_for(module)

"""What lists and pages call routes, stages and papers of a programme, without asking the database for each row.

A version never changes, so what a process has read of it stays true. Kept by the version's key; read all at once.
"""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from applications.programmes.content import complete, in_order
from tianfu.registry.spoken import HOUSE, Words, heard


@dataclass(frozen=True)
class Names:
    """`routes`: key → label; `basis`: key of a route → certificate, declaration or review; `grant`: 授权, 认定."""

    programme: int
    slug: str
    routes: dict[str, str]
    summaries: dict[str, str]
    basis: dict[str, str]
    stages: dict[str, str]
    papers: dict[str, str]
    brand: str
    grant: str
    right: str
    content: dict[str, Any] = field(repr=False)

    @property
    def spoken_words(self) -> Words:
        words: Words = self.content["words"]
        return words


@dataclass
class _Kept:
    versions: dict[int, Names] = field(default_factory=dict)


KEPT = _Kept()


def read_all() -> None:
    """Every version of the database, with one query."""
    for pk, programme, payload in apps.get_model("applications", "ProgrammeVersion").objects.values_list(
        "pk", "programme_id", "payload"
    ):
        keep(pk, programme, payload)


def keep(pk: int, programme: int, payload: dict[str, Any]) -> None:
    content = complete(payload)
    heard(content["words"])
    routes = content["routes"]
    KEPT.versions[pk] = Names(
        programme=programme,
        slug=payload["slug"],
        routes={key: routes[key]["label"] for key in in_order(routes)},
        summaries={key: routes[key].get("summary", "") for key in in_order(routes)},
        basis={key: route.get("basis", "review") for key, route in routes.items()},
        stages={key: entry["label"] for key, entry in content["stages"].items()},
        papers={key: paper["title"] for key, paper in content["papers"].items()},
        brand=content["name"],
        grant=content["words"]["grant"],
        right=content["words"]["right"],
        content=content,
    )


def names_of(version: int) -> Names:
    """Of the version with this key."""
    if version not in KEPT.versions:
        read_all()
    return KEPT.versions[version]


def route_label(programme: int, route: str) -> str:
    """Of a programme's route, as its newest version calls it."""
    for again in (False, True):
        mine = [names.routes for _, names in sorted(KEPT.versions.items()) if names.programme == programme]
        label = next((routes[route] for routes in reversed(mine) if route in routes), None)
        if label is not None:
            return label
        if not again:
            read_all()
    return route


def route_choices() -> list[tuple[str, str]]:
    """Every route of every programme, for filters; one that several programmes have stands once."""
    if not KEPT.versions:
        read_all()
    found: dict[str, str] = {}
    for _, names in sorted(KEPT.versions.items()):
        found |= names.routes
    return list(found.items())


def route_keys() -> list[str]:
    """The keys of `route_choices`."""
    return [key for key, _ in route_choices()]


def is_route(key: str) -> bool:
    """Whether some programme has this route, also one that another process has loaded since."""
    if key not in route_keys():
        read_all()
    return key in route_keys()


def ways_of(batches: Any) -> dict[str, tuple[str, str]]:
    """The routes that some of `batches` take: key → label and what it is for, as their programmes call them."""
    found: dict[str, tuple[str, str]] = {}
    for programme, routes in batches.values_list("programme_id", "routes"):
        newest = newest_of(programme)
        known = [key for key in newest.routes if key in routes] if newest else []
        found |= {key: (newest.routes[key], newest.summaries[key]) for key in known if newest}
    return found


def newest_contents() -> list[dict[str, Any]]:
    """What the newest version of each programme says, in the order in which they were loaded."""
    if not KEPT.versions:
        read_all()
    found: dict[int, dict[str, Any]] = {}
    for _, names in sorted(KEPT.versions.items()):
        found[names.programme] = names.content
    return list(found.values())


def several_brands() -> bool:
    """Whether lists must tell brands apart."""
    return len(newest_contents()) > 1


def schemes() -> set[str]:
    """The systems of industries that some programme takes: what forms and filters offer."""
    sectors = [entry for content in newest_contents() for entry in content["sectors"].values()]
    return {scheme for entry in sectors for scheme in entry["industries"]}


def levels(slug: str = "") -> set[tuple[str, str]]:
    """Level and code of the region of a programme, or of each one."""
    return {(one["level"], one["region"]) for one in newest_contents() if slug in ("", one["slug"])}


def review_levels(slug: str = "") -> set[str]:
    """The level whose officers review for a programme, or for each one."""
    return {one["review_level"] for one in newest_contents() if slug in ("", one["slug"])}


def current_names() -> dict[str, str]:
    """The name of each programme by its slug, as the database has them now."""
    return dict(apps.get_model("applications", "Programme").objects.order_by("name").values_list("slug", "name"))


def brand_beside_others(programme: int) -> str:
    """The name of a programme where there are several to tell apart, else ""."""
    newest = newest_of(programme)
    return newest.brand if newest is not None and several_brands() else ""


def slug_of(programme: int) -> str:
    """Of a programme that has a version."""
    newest = newest_of(programme)
    return newest.slug if newest else ""


def words_of(programme: int) -> Words:
    """The words of a programme's newest version; the engine's where it has none."""
    newest = newest_of(programme)
    words: Words = newest.content["words"] if newest is not None else HOUSE
    return words


def newest_called(slug: str) -> Names | None:
    """Of the newest version of the programme with this slug; None when there is none."""
    if not KEPT.versions:
        read_all()
    mine = [names for _, names in sorted(KEPT.versions.items()) if names.slug == slug]
    return mine[-1] if mine else None


def newest_of(programme: int) -> Names | None:
    """Of the newest version of this programme; None when it has none."""
    for again in (False, True):
        mine = [names for _, names in sorted(KEPT.versions.items()) if names.programme == programme]
        if mine:
            return mine[-1]
        if not again:
            read_all()
    return None

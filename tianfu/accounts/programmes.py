"""The programmes (brands) a role may be given for, by slug: the app that knows them lays them down. A leaf."""

from collections.abc import Callable

EVERY = "全部品牌项目"


class _Known:
    source: Callable[[], dict[str, str]] = staticmethod(dict)


def lay_down(source: Callable[[], dict[str, str]]) -> None:
    """`source()`: name of each programme by its slug, freshly read."""
    _Known.source = staticmethod(source)


def programme_names() -> dict[str, str]:
    return _Known.source()


def programme_label(slug: str) -> str:
    """The name of the programme a role is held for; empty: all of them."""
    return programme_names().get(slug, slug) if slug else EVERY


def where(region: object, programme: str) -> str:
    """「成都市」「全省」, with the programme behind where a role is held for one only: 「全省，湖北精品」."""
    place = str(region or "全省")
    return f"{place}，{programme_label(programme)}" if programme else place

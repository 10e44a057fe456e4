"""The programmes (brands) a role may be given for, by slug: the app that knows them lays them down. A leaf."""

from collections.abc import Callable

EVERY = "全部品牌项目"
_SEATS = {"prefecture": "市（州）", "county": "县（市、区）"}
_DECIDES = {"province": "省级", "prefecture": "市级", "county": "县级"}
_WHOLE = {"province": "全省", "prefecture": "全市", "county": "全县（市、区）"}


class _Known:
    source: Callable[[], dict[str, str]] = staticmethod(dict)
    levels: Callable[[str], set[tuple[str, str]]] = staticmethod(lambda slug: set())
    reviewers: Callable[[str], set[str]] = staticmethod(lambda slug: set())


def lay_down(
    source: Callable[[], dict[str, str]],
    levels: Callable[[str], set[tuple[str, str]]],
    reviewers: Callable[[str], set[str]],
) -> None:
    """`source()`: name of each programme by its slug, freshly read. `levels(slug)`: level and code of its region;
    `reviewers(slug)`: the level whose officers review; of all programmes for "". Asked often: no database."""
    _Known.source, _Known.levels, _Known.reviewers = staticmethod(source), staticmethod(levels), staticmethod(reviewers)


def whole(programme: str = "") -> str:
    """What all regions of a programme are called, or of every one: 全省, 全市, 全部地区."""
    levels = _Known.levels(programme)
    return _WHOLE[next(iter(levels))[0]] if len(levels) == 1 else "全部地区" if levels else "全省"


def seat(programme: str = "") -> str:
    """What a place is called whose officers review for a programme, or for any: 市（州）, 县（市、区）."""
    return _joined(_SEATS, _Known.reviewers(programme) or {"prefecture"})


def deciding(programme: str = "") -> str:
    """The level of those who decide: 省级, 市级."""
    return _joined(_DECIDES, {level for level, _ in _Known.levels(programme)} or {"province"})


def _joined(words: dict[str, str], kinds: set[str]) -> str:
    return "、".join(word for kind, word in words.items() if kind in kinds)


def programme_names() -> dict[str, str]:
    return _Known.source()


def programme_label(slug: str) -> str:
    """The name of the programme a role is held for; empty: all of them."""
    return programme_names().get(slug, slug) if slug else EVERY


def where(region: object, programme: str) -> str:
    """「成都市」「全省」, with the programme behind where a role is held for one only: 「全省，湖北精品」, 「全市，苏州名牌」."""
    place = str(region or whole(programme))
    return f"{place}，{programme_label(programme)}" if programme else place

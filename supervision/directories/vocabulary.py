"""Words for what files of a draw hold as ASCII: tags, area prefixes; and reading both as people write them."""

import unicodedata
from collections.abc import Iterable, Mapping

from django.core.exceptions import ValidationError

from applications.models import Industry, Sector
from applications.programmes.names import schemes
from tianfu.accounts.models import Region, RegionKind
from tianfu.text.clean import line
from tianfu.text.search_key import search_key

WHOLE_PROVINCE = "全省"


def tag_labels() -> dict[str, str]:
    """Every tag an object or an inspector may have: sectors, then industries with the scheme they belong to."""
    industries = (
        Industry.objects.of_schemes(schemes()).order_by("sector", "scheme", "pk").values_list("key", "name", "scheme")
    )
    return {**dict(Sector.choices), **{key: f"{name}（{scheme}）" for key, name, scheme in industries}}


def area_labels() -> dict[str, str]:
    """Prefix of region codes → name: 51 全省, 5101 成都市 …; where programmes run in several provinces, each by its name."""
    rows = list(Region.objects.served().order_by("code").values_list("code", "name", "kind"))
    several = sum(kind == RegionKind.PROVINCE for _, _, kind in rows) > 1
    return {
        prefix_of(code): WHOLE_PROVINCE if kind == RegionKind.PROVINCE and not several else name
        for code, name, kind in rows
    }


def prefix_of(code: str) -> str:
    """The digits of a region's code that its parts share: 510000 → 51, 510100 → 5101."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def words(keys: Iterable[str], labels: Mapping[str, str]) -> str:
    """Labels joined for a table; a key without one stands as it is."""
    return "、".join(labels.get(key, key) for key in keys)


def read_area(text: str, labels: Mapping[str, str]) -> str:
    """The prefix that a name (成都市, 成都, 全省) or a code (5101, 510100) means. Raises ValidationError in words."""
    plain = unicodedata.normalize("NFKC", line(text))
    if plain in labels:
        return plain
    if len(plain) == 6 and prefix_of(plain) in labels:
        return prefix_of(plain)
    key = search_key(plain)
    found = [prefix for prefix, name in labels.items() if key and search_key(name).startswith(key)]
    whole = [prefix for prefix in labels if len(prefix) == 2]
    if not found and len(whole) == 1 and key:
        names = Region.objects.filter(kind=RegionKind.PROVINCE, code__startswith=whole[0]).values_list(
            "name", flat=True
        )
        found = whole if any(search_key(name).startswith(key) for name in names) else []
    if len(found) != 1:
        example = next((name for prefix, name in labels.items() if len(prefix) > 2), "")
        wholes = "、".join(f"“{labels[prefix]}”" for prefix in whole)
        raise ValidationError(f"没有地区“{plain}”，请写市（州）全称（如{example}）、行政区划代码，或{wholes}。")
    return found[0]


def read_tag(text: str, labels: Mapping[str, str]) -> str:
    """The tag that a key, a sector's or an industry's name means; of several industries the newest scheme's."""
    plain = unicodedata.normalize("NFKC", line(text))
    if plain in labels:
        return plain
    key = search_key(plain)
    found = [tag for tag, name in labels.items() if key and key in (search_key(name), search_key(name.split("（")[0]))]
    if not found:
        raise ValidationError(f"没有标签“{plain}”，请从模板的说明中选用领域或产业的名称。")
    return found[-1]


def read_list(text: str) -> list[str]:
    """The parts of a cell: separated by 、 ， ; or a blank; each once."""
    parts = unicodedata.normalize("NFKC", line(text))
    for sign in "、,;/|":
        parts = parts.replace(sign, " ")
    return list(dict.fromkeys(part for part in parts.split() if part))

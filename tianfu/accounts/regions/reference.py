"""Administrative divisions, GB/T 2260, from `divisions.tsv`; codes have gaps: never count them up."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from tianfu.accounts.models import Region, RegionKind

_FILE = Path(__file__).with_name("divisions.tsv")


class Division(NamedTuple):
    """`level` is a `RegionKind`; the wheels of PostgreSQL have no Chinese collation, so lists sort by `pinyin`."""

    code: str
    level: str
    name: str
    pinyin: str

    @property
    def parent(self) -> str:
        """The code above it; "" for a province. What a province governs directly has a prefecture's level."""
        if self.level == "province":
            return ""
        return f"{self.code[:2]}0000" if self.level == "prefecture" else f"{self.code[:4]}00"


@cache
def divisions() -> tuple[Division, ...]:
    """Every division of the file, those above before those below."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    found = [Division(*line.split("\t")) for line in lines if not line.startswith("#")]
    order = ["province", "prefecture", "county"]
    return tuple(sorted(found, key=lambda row: (order.index(row.level), row.code)))


def _home(level: str) -> tuple[tuple[str, str, str], ...]:
    rows = [row for row in divisions() if row.code.startswith("51") and row.level == level]
    return tuple((row.code, row.name, row.pinyin) for row in rows)


# The province whose operator runs the platform.
PROVINCE = _home("province")[0]
PREFECTURES = _home("prefecture")


def load_regions() -> int:
    """Writes every division; running it again changes nothing. Returns the number of rows."""
    rows = [
        Region(
            code=row.code, name=row.name, pinyin=row.pinyin, kind=RegionKind(row.level), parent_id=row.parent or None
        )
        for row in divisions()
    ]
    Region.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "pinyin", "kind", "parent"]
    )
    return len(rows)

"""The fictional enterprises the demo plays with, as their data file tells them."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "firms.toml"


@dataclass(frozen=True, kw_only=True)
class Firm:
    """One enterprise with its one product. `rows` are those of the comparison table."""

    key: str
    name: str
    uscc: str
    region: str
    address: str
    person: str
    established: date
    product: str
    models: str
    sector: str
    industry: str
    trademark: str
    standard: tuple[str, str]
    description: str
    advantage: str
    output: str
    started: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def phone(self) -> str:
        return f"028-0000{self.uscc[2:6]}"

    def comparison(self) -> list[dict[str, str]]:
        """The rows as the form sends them."""
        return [_cells(row, place) for place, row in enumerate(self.rows, start=1)]


def _cells(row: dict[str, Any], place: int) -> dict[str, str]:
    cells = {name: str(row[name]) for name in ("indicator", "unit", "direction")}
    cells |= {"own_value": row["own"], "evidence_note": f"检测报告第 {place} 项"}
    for level in ("international", "national", "industry"):
        if level in row:
            cells[f"{level}_value"], cells[f"{level}_source"] = row[level]
    return cells


@cache
def firms() -> dict[str, Firm]:
    """By key, in the order of the file."""
    rows = tomllib.loads(FILE.read_text())["firm"]
    return {row["key"]: Firm(**{**row, "standard": tuple(row["standard"])}) for row in rows}

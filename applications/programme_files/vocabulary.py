"""What a programme file may name besides stages and sections; read from reference data, never from a database."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from applications.cases.models.filing import CasePaper
from applications.programmes.models.reference import Sector
from tianfu.accounts.regions.reference import Division, divisions
from tianfu.workflow.policies.catalogue import default_policies

_FILES = Path(__file__).parent.with_name("programmes") / "reference_files"
_K = CasePaper.Kind
# Papers that say what is granted; the others speak the same everywhere. True: every programme has it.
_PAPERS = {
    "certificate": True,
    _K.APPROVED: True,
    _K.REJECTED: True,
    _K.AGREEMENT: False,
    _K.SUSPENSION: True,
    _K.REINSTATEMENT: True,
    _K.WITHDRAWAL: True,
    _K.CANCELLATION: True,
}


def regions() -> dict[str, Division]:
    """By GB/T 2260 code."""
    return {row.code: row for row in divisions()}


@cache
def policy_units() -> dict[str, str]:
    """Unit of every policy that has a value."""
    return {row.key: row.unit for row in default_policies()}


def paper_kinds() -> dict[str, bool]:
    """Papers a programme words itself, and whether each must."""
    return {str(key): needed for key, needed in _PAPERS.items()}


def sector_keys() -> tuple[str, ...]:
    return tuple(Sector.values)


@cache
def industry_schemes(sector: str) -> frozenset[str]:
    """Schemes that have an industry in this sector: 5+1, 4+6 …"""
    return frozenset(row["scheme"] for row in _read("industries.toml")["industry"] if row["sector"] == sector)


@cache
def scheme_keys() -> frozenset[str]:
    """Keys of the indicator schemes."""
    return frozenset(_read(path.name)["key"] for path in _FILES.glob("indicators_*.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_FILES / name).read_text(encoding="utf-8"))

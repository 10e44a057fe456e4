"""Reference data of this floor from its TOML files; loading twice changes nothing."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from applications.programmes.models.reference import IndicatorScheme, Industry, Standard
from tianfu.ledger.canonical import canonical, sha256_hex

FILES = Path(__file__).parent / "reference_files"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FILES / name).read_text())


@transaction.atomic
def load_industries() -> None:
    rows = [Industry(**row) for row in _read("industries.toml")["industry"]]
    fields = ["name", "sector", "scheme", "source", "valid_from", "valid_to"]
    Industry.objects.bulk_create(rows, update_conflicts=True, unique_fields=["key"], update_fields=fields)


@transaction.atomic
def load_standards() -> None:
    entries = _read("standards.toml")["standard"]
    successors = {row["number"]: row.pop("replaced_by") for row in entries if "replaced_by" in row}
    Standard.objects.bulk_create(
        [Standard(**row) for row in entries],
        update_conflicts=True,
        unique_fields=["number", "title"],
        update_fields=["level", "source"],
    )
    for number, successor in successors.items():
        Standard.objects.filter(number=number).update(replaced_by=Standard.objects.get(number=successor))


@transaction.atomic
def load_indicator_scheme(name: str = "indicators_2024_v1.toml") -> IndicatorScheme:
    """An immutable version: a changed file must carry a new key."""
    payload = _read(name)
    digest = sha256_hex(canonical(payload))
    scheme, created = IndicatorScheme.objects.get_or_create(
        key=payload["key"],
        defaults={
            "title": payload["title"],
            "proposal": payload["proposal"],
            "source": payload["source"],
            "payload": payload,
            "sha256": digest,
        },
    )
    if not created and scheme.sha256 != digest:
        raise ImproperlyConfigured(f"{name}: 指标体系 {scheme.key} 已载入且不可改动，请改用新版本。")
    return scheme

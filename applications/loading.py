"""Loading programme files and reference data; idempotent, and deaf to a changed file of a used version."""

import tomllib
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from applications.checks import problems_of, programme_files
from applications.models import Programme, ProgrammeVersion
from tianfu.accounts.models import Region
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock


@transaction.atomic
def load_programme(path: Path) -> ProgrammeVersion:
    """Store the file as an immutable version. A changed file must carry a new version number."""
    payload = tomllib.loads(path.read_text())
    problems = problems_of(payload)
    if problems:
        raise ImproperlyConfigured(f"{path.name}: {';'.join(problems)}")
    digest = sha256_hex(canonical(payload))
    programme, _ = Programme.objects.get_or_create(
        slug=payload["slug"],
        defaults={"name": payload["name"], "region": Region.objects.get(pk=payload["region"])},
    )
    standing = programme.versions.filter(version=payload["version"]).first()
    if standing is None:
        return ProgrammeVersion.objects.create(
            programme=programme, version=payload["version"], payload=payload, sha256=digest, loaded_at=clock.now()
        )
    if standing.sha256 != digest:
        raise ImproperlyConfigured(f"{path.name}: 第 {payload['version']} 版已载入且不可改动，请改用新版本号。")
    return standing


def load_programmes() -> list[ProgrammeVersion]:
    return [load_programme(path) for path in programme_files()]

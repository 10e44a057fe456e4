"""Loading programme files and reference data; idempotent, and deaf to a changed file of a used version."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q

from applications.programme_files.files import ProgrammeFile, programme_files, read, together
from applications.programmes.models.programme import Programme, ProgrammeVersion
from tianfu.accounts.models import Region
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock
from tianfu.workflow.models import Policy


@transaction.atomic
def load_programme(path: Path) -> ProgrammeVersion:
    """Store the file as an immutable version. A changed file must carry a new version number."""
    file = read(path)
    if file.faults:
        raise ImproperlyConfigured("\n".join(f"{path.name}: {fault}" for fault in file.faults))
    payload = file.payload
    digest = sha256_hex(canonical(payload))
    programme, _ = Programme.objects.get_or_create(
        slug=payload["slug"],
        defaults={"name": payload["name"], "region": Region.objects.get(pk=payload["region"])},
    )
    if programme.region_id != payload["region"]:
        raise ImproperlyConfigured(f"{path.name}: region: “{programme}”开办在{programme.region}，不能改到别处。")
    Region.objects.serve(payload["region"], payload["review_level"])
    standing = programme.versions.filter(version=payload["version"]).first()
    if standing is None:
        newer = programme.versions.filter(version__gt=payload["version"]).order_by("version").last()
        if newer is not None:
            raise ImproperlyConfigured(f"{path.name}: version: 已载入第 {newer.version} 版，新的版本号应大于它。")
        _keep_contacts(programme)
        return ProgrammeVersion.objects.create(
            programme=programme, version=payload["version"], payload=payload, sha256=digest, loaded_at=clock.now()
        )
    if standing.sha256 != digest:
        raise ImproperlyConfigured(f"{path.name}: 第 {payload['version']} 版已载入且不可改动，请改用新版本号。")
    return standing


def _keep_contacts(programme: Programme) -> None:
    """Addresses and telephones that people set for everybody while this programme was the only one become its own:
    from now on its file speaks where they do not."""
    if not programme.versions.exists():
        return
    kept = Policy.objects.filter(scope=programme.slug).values_list("key", "valid_from")
    own = set(kept)
    rows = Policy.objects.filter(scope="", proposal=False, set_by__isnull=False).filter(
        Q(key__startswith="contact.operator.") | Q(key__startswith="contact.authority.") | Q(key="document.word")
    )
    fields = ("key", "value", "unit", "source", "proposal", "valid_from", "set_by_id", "set_at")
    Policy.objects.bulk_create(
        Policy(scope=programme.slug, **{name: getattr(row, name) for name in fields})
        for row in rows
        if (row.key, row.valid_from) not in own
    )


@dataclass(frozen=True)
class Loaded:
    """One version, and whether it was there already, letter by letter."""

    version: ProgrammeVersion
    before: bool


def load_files(paths: Iterable[str]) -> tuple[list[Loaded], list[str]]:
    """All of these files, or none: the versions that stand now, or every reason as `programme_check` words it."""
    files = together([*_standing(), *(read(path) for path in paths)])
    lines = [line for file in files for line in file.lines]
    if lines:
        return [], lines
    loaded: list[Loaded] = []
    try:
        with transaction.atomic():
            for path in paths:
                before = ProgrammeVersion.objects.count()
                version = load_programme(Path(path))
                loaded.append(Loaded(version, before == ProgrammeVersion.objects.count()))
    except ImproperlyConfigured as refusal:
        return [], str(refusal).splitlines()
    return loaded, []


def _standing() -> list[ProgrammeFile]:
    """What another programme of this database has taken: its prefix of numbers."""
    versions = (
        programme.current_version() for programme in Programme.objects.filter(versions__isnull=False).distinct()
    )
    taken = ({"slug": row.payload["slug"], "prefix": row.payload.get("prefix")} for row in versions)
    return [ProgrammeFile(f"{payload['slug']}（已载入）", payload) for payload in taken]


def load_programmes() -> list[ProgrammeVersion]:
    return [load_programme(path) for path in programme_files()]

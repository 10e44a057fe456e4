"""System checks: every programme file that comes with the platform may stand, and so may what was loaded; claims an upgrade
could not tell apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from applications.enterprises.mixed import in_words, mixed_claims
from applications.programme_files.files import programme_files, read
from applications.programme_files.rules import basis
from applications.programmes.models.programme import ProgrammeVersion
from tianfu.ledger.checks import unapplied


@register
def check_programmes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every file that comes with the platform may stand: the same sentences as `programme_check`."""
    files = [read(path) for path in programme_files()]
    return [
        Error(f"{Path(file.name).name}: {fault}", id="applications.E001") for file in files for fault in file.faults
    ]


@register(Tags.database)
def check_bases(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """What a route of a loaded programme rests on is brought by one of its sections or stages, as this version has them."""
    if not databases or unapplied():
        return []
    newest = {row.programme_id: row for row in ProgrammeVersion.objects.order_by("version")}
    hint = "请载入一个新版本的品牌项目文件，或者装回提供该依据的应用。"
    return [
        Error(f"{row.content['slug']} 第 {row.version} 版 {fault}", hint=hint, id="applications.E002")
        for row in newest.values()
        for fault in basis(row.content)
    ]


@register(Tags.database)
def check_mixed_enterprises(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` names what an upgrade could not tell apart."""
    if not databases or unapplied():
        return []
    hint = "请在核验认领前联系双方核实；不属于后一认领人的草稿和产品，由前一认领人另行认领后重新填写。"
    return [Warning(in_words(claim), hint=hint, id="applications.W001") for claim in mixed_claims()]

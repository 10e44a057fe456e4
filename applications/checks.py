"""System checks: every programme file that comes with the platform may stand; claims an upgrade could not tell apart."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register

from applications.enterprises.mixed import in_words, mixed_claims
from applications.programme_files.files import programme_files, read
from tianfu.ledger.checks import unapplied


@register
def check_programmes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every file that comes with the platform may stand: the same sentences as `programme_check`."""
    files = [read(path) for path in programme_files()]
    return [
        Error(f"{Path(file.name).name}: {fault}", id="applications.E001") for file in files for fault in file.faults
    ]


@register(Tags.database)
def check_mixed_enterprises(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` names what an upgrade could not tell apart."""
    if not databases or unapplied():
        return []
    hint = "请在核验认领前联系双方核实；不属于后一认领人的草稿和产品，由前一认领人另行认领后重新填写。"
    return [Warning(in_words(claim), hint=hint, id="applications.W001") for claim in mixed_claims()]

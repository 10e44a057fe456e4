from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tianfu.ledger.protection import missing_protection


@register(Tags.database)
def check_append_only(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` refuses to start on a database whose records can be rewritten.

    A dump carries a switched-off trigger along silently, so this runs at every start.
    """
    if not databases or unapplied():
        # `migrate` runs this check too, before it has brought the triggers.
        return []
    hint = "运行 manage.py pgtrigger install 重新安装触发器，并用 manage.py audit_verify 核验台账。"
    return [Error(problem, hint=hint, id="ledger.E001") for problem in missing_protection()]


def unapplied() -> list[tuple[str, str]]:
    """(app, name) of each migration on disk that has not run here, in the order of their names."""
    return sorted(_on_disk() - MigrationRecorder(connection).applied_migrations().keys())


@cache
def _on_disk() -> frozenset[tuple[str, str]]:
    """Read once per process: the files do not change under a running server."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)

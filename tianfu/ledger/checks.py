from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tianfu.ledger.audit.action_words import ACTIONS
from tianfu.ledger.log.kinds import TYPES
from tianfu.ledger.protection import missing_protection
from tianfu.registry.discovery import BASE
from tianfu.registry.literals import unknown


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


@register
def words_exist(app_configs: Sequence[Any] | None = None, **other: Any) -> list[CheckMessage]:
    """What code records has a name for the auditor; what it publishes is a type of the public log."""
    return [
        *(Error(sentence, id="ledger.E002") for sentence in unnamed_actions()),
        *(Error(sentence, id="ledger.E003") for sentence in unknown_entries()),
    ]


# Functions that record, and the signal by which the accounts have their acts recorded.
_RECORD = "_?record|take_back|_return_to_desk|_report_second_factor|_audit|send"


def unnamed_actions(base: Path = BASE) -> list[str]:
    found = unknown(_RECORD, r"[a-z_]+\.[a-z_]+", ACTIONS.__contains__, base, keyword="action")
    return [f"{one.place} 要记录操作“{one.text}”，但没有 audit_names.py 登记它的名称。" for one in found]


def unknown_entries(base: Path = BASE) -> list[str]:
    found = unknown("publish", r"[a-z]+\.[a-z_]+", TYPES.__contains__, base)
    return [f"{one.place} 要公示“{one.text}”，但没有 log_kinds.py 登记这一类型。" for one in found]

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tianfu.ledger.protection import missing_protection


@register(Tags.database)
def check_append_only(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """`manage.py check --database default` refuses to start on a database whose records can be rewritten.

    A dump carries a switched-off trigger along silently, so this runs at every start.
    """
    if not databases or _migrations_pending():
        # `migrate` runs this check too, before it has brought the triggers.
        return []
    hint = "运行 manage.py pgtrigger install 重新安装触发器，并用 manage.py audit_verify 核验台账。"
    return [Error(problem, hint=hint, id="ledger.E001") for problem in missing_protection()]


def _migrations_pending() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

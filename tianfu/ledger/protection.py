"""Tables that only grow: triggers that refuse to change, delete or truncate what was written.

Use it in any model whose rows are a record; where a row is completed later, by `kept` and `stands`:

    class Meta:
        triggers = append_only("filing")
        triggers = [*kept("objection"), stands("objection", open_columns=["closed_at"], until="OLD.closed_at IS NOT NULL")]

The name is short, lower-case and unique within the model. The triggers are ENABLE ALWAYS, so that a
replication session does not slip past them. The owner of a table can still switch a trigger off: the
sealed audit trail names what was changed then, and `missing_protection()` refuses the start.
Only tests/conftest.py may lift them (`pgtrigger.ignore()`), to empty the tables between tests.
"""

from collections.abc import Sequence

import pgtrigger
from django.db import connection, models
from pgtrigger import compiler


class AlwaysUpsertSql(compiler.UpsertTriggerSql):
    """Installs a trigger ENABLE ALWAYS. Migrations name this class: it must not move."""

    def get_template(self) -> str:
        return super().get_template() + "\n            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};\n        "


class AppendOnlyTrigger(pgtrigger.Trigger):
    """Raises on its operation, whoever asks."""

    kind = "只可追加的"
    when = pgtrigger.Before
    func = "RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;"

    def compile(self, model: models.Model) -> compiler.Trigger:
        plain = super().compile(model)
        sql = AlwaysUpsertSql(**dict(plain.sql.kwargs))
        return compiler.Trigger(name=plain.name, sql=sql)


class KeptTrigger(AppendOnlyTrigger):
    """Refuses to lose a row."""

    kind = "不可删除的"
    func = "RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;"


class StandsTrigger(AppendOnlyTrigger):
    """Refuses to rewrite a row."""

    kind = "不可改写的"


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """The triggers for `Meta.triggers` of a model whose rows may only be inserted and read."""
    return [
        AppendOnlyTrigger(name=f"{name}_rows", operation=pgtrigger.Update | pgtrigger.Delete),
        AppendOnlyTrigger(name=f"{name}_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate),
    ]


def kept(name: str) -> list[pgtrigger.Trigger]:
    """The triggers of a model whose rows are completed later and never deleted."""
    return [
        KeptTrigger(name=f"{name}_kept", operation=pgtrigger.Delete),
        KeptTrigger(name=f"{name}_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate),
    ]


def stands(
    name: str, *, open_columns: Sequence[str] = (), fixed_columns: Sequence[str] = (), until: str = "FALSE"
) -> pgtrigger.Trigger:
    """The trigger that keeps what was written: all columns but `open_columns`, or `fixed_columns` only.

    `until`: SQL on OLD; where it holds, nothing of the row changes any more. A table with generated columns names its
    fixed ones: the others are not yet computed when the trigger looks.
    """
    if fixed_columns:
        old, new = (f"ROW({', '.join(f'{row}.{column}' for column in fixed_columns)})" for row in ("OLD", "NEW"))
    else:
        but = ", ".join(f"'{column}'" for column in open_columns)
        old, new = (f"to_jsonb({row}) - ARRAY[{but}]::text[]" for row in ("OLD", "NEW"))
    func = f"""
        IF {until} OR {old} IS DISTINCT FROM {new} THEN
            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """
    return StandsTrigger(name=f"{name}_stands", operation=pgtrigger.Update, func=func)


def missing_protection() -> list[str]:
    """In words, each append-only trigger that is absent or not enabled always in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
        )
        found = {(table, name): enabled for table, name, enabled in cursor.fetchall()}
    problems = []
    for model, trigger in pgtrigger.registered():
        if not isinstance(trigger, AppendOnlyTrigger):
            continue
        table = model._meta.db_table
        enabled = found.get((table, trigger.get_pgid(model)))
        if enabled is None:
            problems.append(f"表 {table} 缺少{trigger.kind}触发器 {trigger.name}")
        elif enabled not in ("A", b"A"):
            problems.append(f"表 {table} 的触发器 {trigger.name} 未始终启用（状态 {enabled}）")
    return problems

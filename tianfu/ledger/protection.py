"""Tables that only grow: triggers that refuse to change, delete or truncate what was written.

Use it in any model whose rows are a record:

    class Meta:
        triggers = append_only("filing")

The name is short, lower-case and unique within the model. The triggers are ENABLE ALWAYS, so that a
replication session does not slip past them. The owner of a table can still switch a trigger off: the
sealed audit trail names what was changed then, and `missing_protection()` refuses the start.
Only tests/conftest.py may lift them (`pgtrigger.ignore()`), to empty the tables between tests.
"""

import pgtrigger
from django.db import connection, models
from pgtrigger import compiler


class AlwaysUpsertSql(compiler.UpsertTriggerSql):
    """Installs a trigger ENABLE ALWAYS. Migrations name this class: it must not move."""

    def get_template(self) -> str:
        return super().get_template() + "\n            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};\n        "


class AppendOnlyTrigger(pgtrigger.Trigger):
    """Raises on its operation, whoever asks."""

    when = pgtrigger.Before
    func = "RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;"

    def compile(self, model: models.Model) -> compiler.Trigger:
        plain = super().compile(model)
        sql = AlwaysUpsertSql(**dict(plain.sql.kwargs))
        return compiler.Trigger(name=plain.name, sql=sql)


def append_only(name: str) -> list[pgtrigger.Trigger]:
    """The triggers for `Meta.triggers` of a model whose rows may only be inserted and read."""
    return [
        AppendOnlyTrigger(name=f"{name}_rows", operation=pgtrigger.Update | pgtrigger.Delete),
        AppendOnlyTrigger(name=f"{name}_truncate", level=pgtrigger.Statement, operation=pgtrigger.Truncate),
    ]


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
            problems.append(f"表 {table} 缺少只可追加的触发器 {trigger.name}")
        elif enabled not in ("A", b"A"):
            problems.append(f"表 {table} 的触发器 {trigger.name} 未始终启用（状态 {enabled}）")
    return problems

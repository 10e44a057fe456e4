"""Every row once more, several times over: what a list costs must not depend on how long it is."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models

# People and organisations: their copies belong to one another, and what they own stays with those who look.
OWNERS = frozenset({
    "accounts.User", "accounts.Organisation", "accounts.Membership", "accounts.RoleGrant", "accounts.GrantProposal",
    "accounts.FactorReset", "applications.Enterprise", "applications.EnterpriseClaim", "applications.FormerName",
    "certification.CertificationBody", "certification.BodyTerm",
})  # fmt: skip
# What a platform has once, or by reference; the chain, the seals and the tree are one row after the other.
ONCE = frozenset({
    "accounts.Region", "ledger.LogIdentity", "ledger.LogOutbox", "ledger.LogLeaf", "ledger.LogNode",
    "ledger.LogCheckpoint", "ledger.AuditSeal", "papers.TemplateSource", "workflow.Holiday", "workflow.CalendarVersion",
    "workflow.ClockOffset", "workflow.Counter", "workflow.Policy", "workflow.PostedForm", "applications.Industry",
    "applications.Standard", "applications.IndicatorScheme", "applications.Programme", "applications.ProgrammeVersion",
})  # fmt: skip
FAR = 10_000_000  # above every number that a sequence gave


def grow(times: int, *only: str) -> None:
    """`times` copies of each row of ours (or of the tables named), each with its own parts, which are copied too; for
    the rest of a transaction that is taken back.

    Nothing is unique any more and no trigger asks; what the database would refuse is not what is measured.
    """
    ours = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.split(".")[0] in {"tianfu", "applications", "certification", "supervision"}
        and (model._meta.label in only if only else model._meta.label not in ONCE)
    ]
    owners = [model for model in ours if model._meta.label in OWNERS]
    owned = [model for model in ours if model._meta.label not in OWNERS]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in ours:
            _allow_twins(cursor, model._meta.db_table)
        cursor.execute("SET LOCAL session_replication_role = replica")
        first = {model: _pks(cursor, model) for model in ours}
        for turn in range(1, times + 1):
            for group in (owners, owned):
                for model in group:
                    cursor.execute(_copy(model, frozenset(group), turn), [first[model]])
        cursor.execute("SET LOCAL session_replication_role = origin")


def _allow_twins(cursor: Any, table: str) -> None:
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('u', 'x')", [f'"{table}"']
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}" CASCADE')
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
        [f'"{table}"'],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")


def _pks(cursor: Any, model: type[models.Model]) -> list[str]:
    column = model._meta.pk.column
    cursor.execute(f'SELECT "{column}"::text FROM "{model._meta.db_table}"')
    return [row[0] for row in cursor.fetchall()]


def _copy(model: type[models.Model], group: Iterable[type[models.Model]], turn: int) -> str:
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, group, turn) for field in fields)
    table, pk = model._meta.db_table, model._meta.pk.column
    return (
        f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {values} FROM "{table}"'
        f' WHERE "{pk}"::text = ANY(%s)'
    )


def _value(field: "models.Field[Any, Any]", group: Iterable[type[models.Model]], turn: int) -> str:
    """The copy's own key, the copy's own parts; everything else as it was."""
    column, target = f'"{field.column}"', field.related_model
    if not field.primary_key and target not in group:
        return column
    key = target._meta.pk if isinstance(target, type) and target in group else field
    if isinstance(key, models.UUIDField):
        return f"md5({column}::text || '{turn}')::uuid"
    return f"{column} + {turn * FAR}"

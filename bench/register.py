"""A register of a hundred thousand or a million authorizations, made inside the database from the demo's own rows.

`python -m bench.register 100000 10000`: so many authorizations, and so many open cases. The plan of the copies (names,
numbers with their check characters, days) is written here and sent by COPY; the rows follow by INSERT … SELECT of demo
rows of the same state, so that a column added tomorrow is copied as well. Each copy has its own product and case, four
share an enterprise. Files, papers, the chain and the tree are not copied: no measured page reads them by the row.
"""

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
from django.db import connection, models, transaction

from bench.copies import FAR, plan, seeds_of

APART = 1_000  # between the keys of the parts of two neighbouring copies


def copy(cursor: Any, model: type[models.Model], source: str, changed: Mapping[str, str]) -> int:
    """Rows of `source` (an SQL from-clause; `s` is the demo's row, `c` the plan's) with some columns `changed`."""
    fields = [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]
    columns = [field.column for field in fields]
    values = ", ".join(changed.get(column, f's."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(f'insert into "{model._meta.db_table}" ({names}) overriding system value select {values} {source}')
    return int(cursor.rowcount)


Step = tuple[type[models.Model], str, dict[str, str]]
# A copy's key, its firm's, and those of its parts, far above the demo's; the firm's code.
MINE, FIRM = f"{FAR} + c.number", f"{FAR} + c.firm"
PART = f"({FAR} + c.number) * {APART} + s.id"
CODE = "'9151' || lpad(c.firm::text, 14, '0')"
CASE = "from bench_plan c join bench_case a on a.id = c.seed"
GRANTED = f"{CASE} join bench_mark z on z.application_id = a.id and c.printed is not null"
EARLIER = "abs(c.moved) * interval '1 day'"


def _firms() -> Iterator[Step]:
    from applications.models import Enterprise
    from tianfu.accounts.models import Organisation

    one_each = "(select distinct on (firm) * from bench_plan order by firm, number) c"
    source = (
        f"from {one_each} join bench_case a on a.id = c.seed join applications_enterprise e on e.id = a.enterprise_id"
    )
    changed = {"id": FIRM, "name": "c.firm_name", "uscc": CODE, "region_id": "c.region"}
    yield Organisation, f"{source} join accounts_organisation s on s.id = e.organisation_id", changed
    changed = {"id": FIRM, "organisation_id": FIRM, "registered_region_id": "c.region"}
    yield Enterprise, f"{source} join applications_enterprise s on s.id = e.id", changed


def _cases() -> Iterator[Step]:
    from applications import models as ours

    def of(model: type[models.Model], on: str) -> str:
        return f"{CASE} join {model._meta.db_table} s on {on}"

    facts = {"id": MINE, "name": "c.product", "models_text": "'E-' || c.number", "region_id": "c.region"}
    yield ours.Product, of(ours.Product, "s.id = a.product_id"), facts | {"enterprise_id": FIRM}
    yield ours.ProductVersion, of(ours.ProductVersion, "s.id = a.product_version_id"), facts | {"product_id": MINE}
    changed = {
        "id": MINE, "enterprise_id": FIRM, "product_id": MINE, "product_version_id": MINE, "number": "c.filing",
        "region_id": "c.region", "due_on": "s.due_on + c.moved", "stage_since": f"s.stage_since - {EARLIER}",
        "started_from_id": "null",
    }  # fmt: skip
    yield ours.Application, of(ours.Application, "s.id = a.id"), changed
    changed = {"id": PART, "subject_id": MINE, "audit_id": PART}
    yield ours.ApplicationChange, of(ours.ApplicationChange, "s.subject_id = a.id"), changed
    open_ones = of(ours.ApplicationEndorsement, "s.subject_id = a.id and c.printed is null")
    yield ours.ApplicationEndorsement, open_ones, {"id": PART, "subject_id": MINE}
    changed = {"id": MINE, "application_id": MINE, "number": "s.number || '-' || c.number"}
    yield ours.PublicNotice, of(ours.PublicNotice, "s.application_id = a.id and c.printed is null"), changed


def _granted() -> Iterator[Step]:
    from certification.models import Authorization, AuthorizationChange, Suspension
    from supervision.directories.models import InspectionObject

    later = "greatest(s.ends_on + c.moved, current_date + 30)"
    changed = {
        "id": MINE, "application_id": MINE, "enterprise_id": FIRM, "product_id": MINE, "number": "c.printed",
        "holder_name": "c.firm_name", "holder_uscc": CODE, "product_name": "c.product", "models_text": "'E-' || c.number",
        "region_id": "c.region", "facts": "jsonb_set(s.facts, '{region_label}', to_jsonb(c.region_name))",
        "ends_on": f"case when s.state in ('active', 'suspended') then {later} else s.ends_on - abs(c.moved) end",
        "starts_on": "s.starts_on - abs(c.moved)", "decided_on": "s.decided_on - abs(c.moved)",
    }  # fmt: skip
    yield Authorization, f"{GRANTED} join certification_authorization s on s.id = z.id", changed
    changed = {"id": PART, "subject_id": MINE, "audit_id": PART, "at": f"s.at - {EARLIER}"}
    yield AuthorizationChange, f"{GRANTED} join certification_authorizationchange s on s.subject_id = z.id", changed
    changed = {"id": PART, "authorization_id": MINE, "since": f"s.since - {EARLIER}"}
    yield Suspension, f"{GRANTED} join certification_suspension s on s.authorization_id = z.id", changed
    listed = "join supervision_inspectionobject s on s.authorization_id = z.id and s.kind = 'authorization'"
    changed = {
        "id": MINE, "authorization_id": MINE, "code": "c.printed", "name": "c.product", "holder_name": "c.firm_name",
        "uscc": CODE, "region_id": "c.region",
    }  # fmt: skip
    yield InspectionObject, f"{GRANTED} {listed}", changed


PLAN = """create unlogged table bench_plan (number bigint primary key, seed bigint, firm bigint, firm_name text, product text,
          region text, region_name text, filing text, printed text, moved int)"""
# The demo's cases and marks by themselves: while one table is filled and its indexes are away, others read these.
SEEDS = {"bench_case": "applications_application", "bench_mark": "certification_authorization"}


def grow(authorizations: int, cases: int) -> None:
    """Two connections at once: firms and cases on one, what was granted on the other, for no table needs one before it.

    Indexes and constraints that rows are looked up by are made anew when a table is filled; keys and checks hold all the
    time. Triggers and foreign keys are off meanwhile: the copies of changes name audit events that are not copied.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLAN)
        with tempfile.TemporaryFile("w+", encoding="utf-8") as lines:
            lines.writelines(plan(authorizations, cases, seeds_of()))
            lines.seek(0)
            cursor.copy_expert("copy bench_plan from stdin", lines)
        for name, table in SEEDS.items():
            cursor.execute(f'create unlogged table {name} as table "{table}"')
        cursor.execute("analyze bench_plan")
    with ThreadPoolExecutor(2) as pool:
        for _ in pool.map(_fill, ([*_firms(), *_cases()], list(_granted()))):
            pass
    _count_anew()
    with connection.cursor() as cursor:
        cursor.execute(f"drop table bench_plan, {', '.join(SEEDS)}")


def _fill(chain: list[Step]) -> None:
    """One connection's tables, each in a transaction of its own: whoever stops here leaves a database nobody uses."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("set session_replication_role = replica")
            cursor.execute("set synchronous_commit = off")
            cursor.execute("set maintenance_work_mem = '512MB'")
            for model, source, changed in chain:
                _fill_table(cursor, model, source, changed)
            tables = ", ".join(dict.fromkeys(model._meta.db_table for model, _, _ in chain))
            cursor.execute(f"vacuum (analyze) {tables}")
    finally:
        connection.close()


def _fill_table(cursor: Any, model: type[models.Model], source: str, changed: Mapping[str, str]) -> None:
    table, began = model._meta.db_table, time.monotonic()
    with transaction.atomic():
        again = _take_constraints(cursor, table) + _take_indexes(cursor, table)
        made = copy(cursor, model, source, changed)
        for statement in again:
            cursor.execute(statement)
        key = f"pg_get_serial_sequence('{table}', '{model._meta.pk.column}')"
        cursor.execute(f"select setval({key}, (select max(id) from {table}))")
    print(f"{model._meta.label}: {made:,} in {time.monotonic() - began:.0f} s", flush=True)


def _take_constraints(cursor: Any, table: str) -> list[str]:
    """Drop what an index watches over, primary keys apart; the statements that make it again."""
    cursor.execute(
        "select conname, pg_get_constraintdef(c.oid) from pg_constraint c where conrelid = %s::regclass"
        " and contype in ('u', 'x') and not exists (select from pg_constraint f where f.conindid = c.conindid and f.contype = 'f')",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'alter table "{table}" drop constraint "{name}"')
    return [f'alter table "{table}" add constraint "{name}" {definition}' for name, definition in found]


def _take_indexes(cursor: Any, table: str) -> list[str]:
    """Drop the other indexes of the table, primary keys apart; the statements that make them again."""
    cursor.execute(
        "select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index"
        " where indrelid = %s::regclass and not indisprimary"
        " and not exists (select from pg_constraint where conindid = indexrelid)",
        [table],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f"drop index {name}")
    return [statement for _, statement in found]


def _count_anew() -> None:
    """What is kept by triggers, which were off."""
    from certification.authorizations.lookup import counts

    counts.count_anew()


if __name__ == "__main__":
    django.setup()
    grow(int(sys.argv[1]), int(sys.argv[2]))

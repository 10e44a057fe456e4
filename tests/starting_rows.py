"""The rows that every test finds, as in a new installation: reference data, content types, permissions.

They are written once for each process. A test in a transaction takes back what it did; after one that committed,
`put_back` compares every table with the kept copy and mends what differs, which is forty times cheaper than to empty all
tables and load the reference data anew.
"""

from typing import Any

import pgtrigger
from django.core.management import call_command
from django.db import connection, transaction

SCHEMA = "starting_rows"


def keep() -> None:
    """Load the reference data, and keep a copy of every table's rows in a schema of its own."""
    call_command("seed_reference", verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        steps = []
        for table in sorted(tables):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone() == (True,):
                cursor.execute(f'CREATE TABLE {SCHEMA}."{table}" AS TABLE "{table}"')
                steps.append(_mend(table, columns_of(cursor, table)))
            else:
                steps.append(f'DELETE FROM "{table}";')
        body = "\n".join(steps)
        cursor.execute(f"CREATE FUNCTION {SCHEMA}.put_back() RETURNS void LANGUAGE plpgsql AS $$ BEGIN\n{body}\nEND $$")


def put_back() -> None:
    """Every table as it was kept; also the append-only ones, whose triggers look away only here."""
    with pgtrigger.ignore(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"SELECT {SCHEMA}.put_back()")


def columns_of(cursor: Any, table: str) -> str:
    """Those that can be written: a generated one is not."""
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    return str(cursor.fetchone()[0])


def _mend(table: str, columns: str) -> str:
    kept = f'{SCHEMA}."{table}"'
    return (
        f'DELETE FROM "{table}" AS row WHERE row::text NOT IN (SELECT kept::text FROM {kept} AS kept);\n'
        f'INSERT INTO "{table}" ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {kept} AS kept'
        f' WHERE kept::text NOT IN (SELECT row::text FROM "{table}" AS row);'
    )

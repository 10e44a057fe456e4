"""Factories for the ledger's tests."""

import uuid
from typing import Any

from django.db import connection

from tests.grants import hold
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.ledger.log.publication import publish
from tianfu.ledger.models import AuditEvent, LogOutbox


def user(email: str = "", **fields: Any) -> User:
    return User.objects.create_user(email or f"{uuid.uuid4().hex[:12]}@example.com", "pass-word-123456", **fields)


def staff(role: Role) -> User:
    """An officer with this role for the whole province."""
    person = user()
    hold(person, role)
    return User.objects.get(pk=person.pk)


def events(count: int, actor: User | None = None) -> list[AuditEvent]:
    return [record("thing.saved", actor=actor, data={"number": number}) for number in range(count)]


def published(count: int, start: int = 0) -> list[LogOutbox]:
    return [publish("cert.issued", {"number": f"TFMP-{number}"}) for number in range(start, start + count)]


def behind_the_triggers(sql: str, *params: Any) -> None:
    """What somebody who owns the tables can do: switch the protection off, rewrite, switch it on again."""
    with connection.cursor() as cursor:
        # Deferred foreign keys of the rows just written stand in the way of ALTER TABLE.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("ledger_auditevent", "ledger_auditseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        for table in ("ledger_auditevent", "ledger_auditseal"):
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table])
            for (name,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

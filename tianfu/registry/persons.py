"""Which data of persons the platform keeps and who may see each (个人信息保护法 art. 6, 55; the privacy notice says it in words).

Each app declares its own in `personal_data.py`. A field of a model that looks personal and that nobody declared stops the
start (`registry.E004`); a page, file, export, mail or log line that shows a field to anybody else stops `tests/walks`.
Who is meant:

- `self`: the person; `members`, `managers`: of the enterprise concerned; `body`: the certification body concerned;
- `prefecture`: officer and approver of the enterprise's prefecture; `operator`, `province`: those desks;
- `spotcheck`: who keeps the directory of inspectors, of inspectors and of the checks of the region alone;
- `team`: the inspectors of the check concerned;
- `auditor`, `admin`: the auditor and the administrator of the system. Nobody: kept, never shown.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models

from tianfu.registry.table import Table

Audience = frozenset[str]

NOBODY: Audience = frozenset()
ACCOUNT = frozenset({"self", "admin", "auditor"})
DESKS = frozenset({"prefecture", "operator", "province", "auditor"})
STAFF = DESKS | {"admin"}
CASE = DESKS | {"members"}
OPERATOR = frozenset({"operator"})
TRAIL = frozenset({"admin", "auditor"})
CHECK = frozenset({"team", "spotcheck", "province", "auditor", "members"})

DECLARED: Table[str] = Table("个人信息字段", "personal_data.py")
"""Every name that somebody declared, whatever as: a field is said once."""

FIELDS: Table[Audience] = Table("个人信息字段")

INSIDE: Table[Audience] = Table("个人信息字段")
"""Answers in a column that holds many: "column:key"."""

DOERS: Table[Audience] = Table("办理人字段")
"""Whoever did something (`…_by`, `actor`) is shown to staff. Of these, more see."""

NOT_PERSONAL: Table[str] = Table("非个人信息字段")
"""Looks personal by its name and is not: (field, what it is)."""

# Tables of libraries that hold nothing of persons, or whose persons are declared with the accounts.
WITHOUT_PERSONS = ("auth", "contenttypes", "admin", "pgtrigger")
ACCOUNTS = ("accounts", "account", "mfa", "usersessions", "workflow")


def declare(
    place: str,
    fields: Mapping[str, Audience] | None = None,
    *,
    inside: Mapping[str, Audience] | None = None,
    doers: Mapping[str, Audience] | None = None,
    not_personal: Mapping[str, str] | None = None,
) -> None:
    """Called by a `personal_data.py` with its own `__name__`. `fields`: each, and who may see it."""
    tables: list[tuple[Table[Any], Mapping[str, Any] | None]] = [
        (FIELDS, fields), (INSIDE, inside), (DOERS, doers), (NOT_PERSONAL, not_personal)
    ]  # fmt: skip
    for table, rows in tables:
        for name, value in (rows or {}).items():
            DECLARED.add(name, table.what, place)
            table.add(name, value, place)


_PERSONAL_WORDS = frozenset(
    [
        "name",
        "names",
        "phone",
        "mobile",
        "tel",
        "fax",
        "mail",
        "email",
        "address",
        "contact",
        "person",
        "representative",
        "officer",
        "objector",
        "reporter",
        "complainant",
        "signatory",
        "resident",
        "inspector",
        "birth",
        "gender",
        "ethnicity",
        "ip",
        "agent",
        "username",
        "nickname",
        "wechat",
        "sender",
        "to",
        "handler",
        "user",
        "password",
        "session",
        "owner",
        "witness",
        "visitor",
    ]
)


def looks_personal(field: Any) -> bool:
    """By its name: a text, address or person that is not a mere "who did it" (those follow `DOERS`)."""
    if is_doer(field) or field.choices:
        return False
    to_person = field.is_relation and field.related_model is apps.get_model("accounts.User")
    texts = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
    if not to_person and (field.is_relation or not isinstance(field, texts)):
        return False
    return bool(_PERSONAL_WORDS & set(re.split(r"_|\d", field.name))) or to_person


def is_doer(field: Any) -> bool:
    """A reference to the person who did something."""
    to_person = field.is_relation and field.related_model is apps.get_model("accounts.User")
    return to_person and (field.name.endswith("_by") or field.name == "actor")


def column(name: str) -> tuple[type[models.Model], Any]:
    """Model and field of a name like "accounts.User.email"."""
    label, _, field = name.rpartition(".")
    model = apps.get_model(label)
    return model, model._meta.get_field(field)


def audience_of(name: str) -> Audience:
    """Who may see it; staff for whoever did something; KeyError for what is not declared."""
    for table in (FIELDS, INSIDE, DOERS):
        if name in table:
            return table[name]
    if is_doer(column(name)[1]):
        return STAFF
    raise KeyError(name)


def columns() -> Iterator[tuple[str, Any]]:
    """Name and field of each column that could hold a person."""
    for model in apps.get_models():
        if model._meta.app_label not in WITHOUT_PERSONS:
            yield from ((f"{model._meta.label}.{field.name}", field) for field in model._meta.concrete_fields)


def is_row_of_an_account(field: Any) -> bool:
    """Whose account, membership, role, device it is: seen on the pages of accounts, where the name is declared."""
    return bool(field.name == "user" and field.model._meta.app_label in ACCOUNTS)


def undeclared(fields: Iterable[tuple[str, Any]]) -> list[str]:
    """A sentence for each that looks personal and of which nobody says who may see it."""
    return [
        f"{name} 看来是个人信息：请在该应用的 personal_data.py 登记谁可以看到，或登记它不是个人信息。"
        for name, field in fields
        if looks_personal(field) and name not in DECLARED and not is_row_of_an_account(field)
    ]

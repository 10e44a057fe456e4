"""Every field that looks personal says who may see it (tianfu/personal_data.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.some import some
from tianfu import personal_data

# Tables of libraries that hold nothing of persons, or whose persons are declared with the accounts.
WITHOUT_PERSONS = ("auth", "contenttypes", "admin", "pgtrigger")

ACCOUNTS = ("accounts", "account", "mfa", "usersessions", "workflow")


def fields() -> Iterator[tuple[str, Any]]:
    for model in apps.get_models():
        if model._meta.app_label not in WITHOUT_PERSONS:
            yield from ((f"{model._meta.label}.{field.name}", field) for field in model._meta.concrete_fields)


def is_row_of_an_account(field: Any) -> bool:
    """Whose account, membership, role, device it is: seen on the pages of accounts, where the name is declared."""
    return field.name == "user" and field.model._meta.app_label in ACCOUNTS


def test_every_field_that_looks_personal_declares_who_may_see_it() -> None:
    known = {**personal_data.FIELDS, **personal_data.NOT_PERSONAL}
    missing = [
        name
        for name, field in fields()
        if personal_data.looks_personal(field) and name not in known and not is_row_of_an_account(field)
    ]
    assert missing == [], "declare the audience in tianfu/personal_data.py: FIELDS, or NOT_PERSONAL with what it is"


def test_the_table_names_only_fields_that_exist() -> None:
    existing = {name for name, _ in fields()}
    inside = {name.partition(":")[0] for name in personal_data.INSIDE}
    listed = {*personal_data.FIELDS, *personal_data.NOT_PERSONAL, *personal_data.DOERS, *inside}
    assert listed - existing == set()
    assert set(personal_data.FIELDS) & set(personal_data.NOT_PERSONAL) == set()
    assert [
        name for name in some(personal_data.DOERS) if not personal_data.is_doer(personal_data.column(name)[1])
    ] == []


@pytest.mark.parametrize(
    ("name", "field", "looks"),
    [
        ("contact_phone", models.CharField(max_length=9), True),
        ("reporter", models.TextField(), True),
        ("last_ip", models.GenericIPAddressField(), True),
        ("resident_data", models.JSONField(), True),
        ("inspector", models.ForeignKey("accounts.User", models.PROTECT), True),
        ("chosen", models.ForeignKey("accounts.User", models.PROTECT), True),
        ("filed_by", models.ForeignKey("accounts.User", models.PROTECT), False),
        ("standard", models.CharField(max_length=9), False),
        ("name", models.CharField(max_length=9, choices=[("a", "b")]), False),
    ],
)
def test_a_new_field_is_recognised_by_its_name_or_its_person(name: str, field: Any, looks: bool) -> None:
    field.set_attributes_from_name(name)
    if field.is_relation:
        field.remote_field.model = apps.get_model("accounts.User")
    assert personal_data.looks_personal(field) is looks


def test_an_undeclared_field_has_no_audience() -> None:
    with pytest.raises(KeyError):
        personal_data.audience_of("applications.Enterprise.address")
    assert personal_data.audience_of("applications.StageReview.reviewed_by") == personal_data.STAFF

"""Every field that looks personal says who may see it (tianfu/registry/persons.py)."""

from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.db import models

from tests.some import some
from tianfu.registry import persons as personal_data
from tianfu.registry.checks import persons_are_declared


def test_every_field_that_looks_personal_declares_who_may_see_it() -> None:
    """Each start asks this too (registry.E004)."""
    assert persons_are_declared() == []
    assert persons_are_declared in checks.registry.registry.get_checks()


def test_a_field_that_nobody_declared_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(personal_data.DECLARED._rows, "supervision.FieldRecord.signatory")
    assert [error.msg for error in persons_are_declared()] == [
        "supervision.FieldRecord.signatory 看来是个人信息：请在该应用的 personal_data.py 登记谁可以看到，或登记它不是个人信息。"
    ]


def test_the_table_names_only_fields_that_exist() -> None:
    existing = {name for name, _ in personal_data.columns()}
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

"""What people type is cleaned by itself: every form field and every column that holds typed text (issue 6, 1.5 and 1.6)."""

import importlib
import re

from django import forms
from django.apps import apps
from django.db import models

from tests.architecture.source import modules
from tianfu.text.columns import Email, Line, Lines, Whole
from tianfu.text.fields import EmailField, NumberField, TextField, WholeField

OURS = ("tianfu", "applications", "certification", "supervision")
# form → why its field may be Django's own.
RAW_FIELDS: dict[str, str] = {}
# Columns with these names hold what people wrote; the tables of reference data and papers are filled by the platform.
TYPED = re.compile(
    r"(^|_)(name|reason|note|opinion|finding|answer|message|address|phone|contact|cause|indicator|unit|trademark|"
    r"representative|officer|models_text|awarded_by|objector)$"
)
REFERENCE = {
    "accounts.Region", "accounts.RoleGrant", "applications.Industry", "applications.Programme", "files.StoredFile",
    "ledger.AuditEvent",
    "ledger.LogCheckpoint", "papers.TemplateSource", "workflow.Counter", "workflow.Holiday",
}  # fmt: skip


def our_forms() -> list[type[forms.BaseForm]]:
    for module in modules(*OURS):
        if "forms" in module.text and "migrations" not in module.name:
            importlib.import_module(module.name)
    found, ahead = [], [forms.BaseForm]
    while ahead:
        for kind in ahead.pop().__subclasses__():
            ahead.append(kind)
            if kind.__module__.split(".")[0] in OURS:
                found.append(kind)
    return found


def raw(field: forms.Field) -> bool:
    """A field that would take text or a number as it came."""
    if isinstance(field, forms.DecimalField | forms.FloatField | forms.IntegerField):
        return not isinstance(field, NumberField | WholeField)
    if not isinstance(field, forms.CharField) or isinstance(field.widget, forms.PasswordInput):
        return False
    return not isinstance(field, TextField | EmailField)


def test_every_text_and_number_field_of_every_form_cleans_by_itself():
    """Use TextField, EmailField, NumberField, WholeField of tianfu.text.fields; in a model Line, Lines, Whole."""
    kinds = our_forms()
    wrong = [
        f"{kind.__module__}.{kind.__qualname__}.{name}"
        for kind in kinds
        for name, field in getattr(kind, "base_fields", {}).items()
        if raw(field)
        and f"{kind.__module__}.{kind.__qualname__}.{name}" not in RAW_FIELDS
        # allauth's own fields are made ours when the form is made.
        and not kind.__module__.startswith("tianfu.accounts.sign_in.forms")
    ]
    assert wrong == []
    assert len(kinds) > 30


def test_no_form_field_is_made_of_djangos_own_class():
    """Also fields added in `__init__`, which no form class shows."""
    made = re.compile(r"\bforms\.(CharField|EmailField|IntegerField|DecimalField|FloatField)\(")
    wrong = [module.relative for module in modules(*OURS) if made.search(module.text)]
    assert wrong == []


def test_every_column_of_typed_text_cleans_by_itself():
    wrong = []
    for model in apps.get_models():
        label = model._meta.label
        if model.__module__.split(".")[0] not in OURS or label in REFERENCE:
            continue
        for field in model._meta.get_fields():
            text = isinstance(field, models.CharField | models.TextField) and not getattr(field, "choices", None)
            if text and TYPED.search(field.name) and not isinstance(field, Line | Lines | Email | Whole):
                wrong.append(f"{label}.{field.name}")
    assert wrong == []

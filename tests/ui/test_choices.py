"""A list to choose from begins with words: no form offers Django's dashes."""

from django import forms
from django.urls import get_resolver

DASHES = "---------"


def _ours(form=forms.BaseForm):
    for kind in form.__subclasses__():
        yield from _ours(kind)
        if kind.__module__.split(".")[0] in ("tianfu", "applications", "certification", "supervision"):
            yield kind


def _labels(field):
    if isinstance(field, forms.ModelChoiceField):
        return [field.empty_label]
    return [label for _, label in getattr(field, "choices", [])]


def test_no_form_of_the_site_offers_dashes(db):
    assert get_resolver().url_patterns, "every surface is imported, and its forms with it"
    found = list(_ours())
    assert {"ProductForm", "ObjectionForm", "HonorForm", "CertificateForm"} <= {kind.__name__ for kind in found}
    wrong = [
        f"{kind.__module__}.{kind.__name__}.{name}"
        for kind in found
        for name, field in getattr(kind, "base_fields", {}).items()  # a mixin has none
        if DASHES in _labels(field)
    ]
    assert wrong == []

"""Saving a draft: field by field, so that one bad field never costs the others (peers, lesson 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.sections.scope import NOT_ASKED, Opened, may_fill
from applications.cases.sections.section import SectionForm, section
from applications.form.models import SectionAnswers
from tianfu.papers.typefaces.glyphs import refusal_of
from tianfu.text.clean import line
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.signatures.basis import Conflict, conflict, overwrites, untouched


@dataclass(frozen=True)
class Saved:
    revision: int
    at: datetime
    data: dict[str, Any]
    # Sentences per field that was not saved; the others were.
    errors: dict[str, list[str]]
    # Both versions per field that somebody else changed since the page was read; not saved either.
    conflicts: dict[str, Conflict]
    by: Any  # who saved something of this section last


def save_fields(
    application: Application, key: str, raw: dict[str, Any], *, user: Any, was: Mapping[str, Any] | None = None
) -> Saved:
    """Save the given fields of a plain section. Wrong ones are reported and left as they were.

    `was`: what the page showed of each field (tianfu.workflow.signatures.basis). A field sent back as shown is left alone, one
    that somebody changed meanwhile is reported with both versions. None: the caller has no page.
    """
    part = section(key)
    if part.form_class is None:
        raise NotPossible(["这一部分不按字段保存。"])
    with transaction.atomic():
        locked = lock(application)
        scope = may_fill(locked, user, key)
        form = part.form_class(application=locked)
        row, _ = SectionAnswers.objects.select_for_update(of=("self",)).get_or_create(
            application=locked,
            section=key,
            defaults={"data": part.initial(locked), "saved_at": clock.now(), "saved_by": user},
        )
        now = {**part.initial(locked), **row.data}
        if was is not None:
            raw = {name: value for name, value in raw.items() if not untouched(was.get(name), value)}
        good, errors = _sort(form, raw)
        _keep_to(scope, good, errors, now)
        conflicts = {
            name: conflict(form.fields[name], now.get(name), value)
            for name, value in good.items()
            if was is not None and overwrites(was.get(name), now.get(name), value)
        }
        good = {name: value for name, value in good.items() if name not in conflicts}
        by, at = row.saved_by, row.saved_at
        if good:
            row.data = {**row.data, **good}
            row.revision += 1
            row.saved_at, row.saved_by = clock.now(), user
            row.save()
    if not conflicts:
        by, at = row.saved_by, row.saved_at
    return Saved(row.revision, at, {**now, **good}, errors, conflicts, by)


def _keep_to(scope: Opened, good: dict[str, Any], errors: dict[str, list[str]], saved: dict[str, Any]) -> None:
    """Leave out what a correction did not ask for; a changed answer among it is told, an unchanged one is not."""
    for name in [name for name in good if not scope.field(name)]:
        if str(good.pop(name)) != str(saved.get(name, "")):
            errors[name] = [NOT_ASKED]


def _sort(form: SectionForm, raw: dict[str, Any]) -> tuple[dict[str, Any], dict[str, list[str]]]:
    good: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in raw.items():
        field = form.fields.get(name)
        if field is None:
            continue
        try:
            good[name] = plain(field, value)
        except ValidationError as error:
            errors[name] = list(error.messages)
    return good, errors


def plain(field: forms.Field, value: Any) -> Any:
    """The cleaned value as JSON keeps it; an emptied answer is allowed in a draft."""
    if value in (None, "", []) or (isinstance(value, str) and not line(value)):
        return ""
    cleaned = field.clean(value)
    if isinstance(cleaned, str) and (refused := refusal_of(cleaned)):
        raise ValidationError(refused)
    if isinstance(cleaned, bool | int | list):
        return cleaned
    return cleaned.isoformat() if hasattr(cleaned, "isoformat") else str(cleaned)

"""The rows of the sections of an application: comparison, evidence, honours."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from applications.cases.models.application import Application
from applications.cases.sections.scope import NOT_ASKED, may_fill, opened
from applications.form.arithmetic import read_cell
from applications.form.models import ComparisonItem, Evidence, Honor
from applications.form.sections.comparison import cell_text, row_facts
from applications.programmes.names import names_of, newest_contents
from applications.programmes.reach import honor_problems
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.papers.fields import refuse_unprintable_fields
from tianfu.text.clean import line
from tianfu.text.search_key import search_key
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.policies.uploads import take_one
from tianfu.workflow.signatures.basis import Conflict, conflict, overwrites, untouched
from tianfu.workflow.signatures.shown import Shown, refuse_changed

EVIDENCE_KINDS = (Kind.PDF, Kind.JPEG, Kind.PNG, Kind.XLSX, Kind.DOCX)
EVIDENCE_PURPOSE = "evidence"


def _locked(application: Application, user: Any, key: str) -> Application:
    locked = lock(application)
    may_fill(locked, user, key)
    return locked


VALUE_FIELDS = ("own_value", "international_value", "national_value", "industry_value")
TEXT_FIELDS = (
    "indicator",
    "unit",
    "direction",
    "international_source",
    "national_source",
    "industry_source",
    "evidence_note",
)


@transaction.atomic
def save_comparison_row(
    application: Application, raw: dict[str, str], *, user: Any, item: ComparisonItem | None = None
) -> ComparisonItem:
    """Save the given cells of one row (a new one without `item`); all of them or, with ValidationError by cell, none.

    A draft's row may lack anything; what is missing is said by the section.
    """
    locked = _locked(application, user, "comparison")
    if item is None:
        last = locked.comparison.last()
        item = ComparisonItem(application=locked, position=(last.position + 1) if last else 1)
    else:
        # As it is now: cells saved by somebody else since the caller read the row stay.
        item = _row_now(locked, item)
    for name in TEXT_FIELDS:
        if name in raw:
            setattr(item, name, line(raw[name]))
    errors: dict[str, list[str]] = {}
    for name in VALUE_FIELDS:
        if name in raw:
            try:
                item.take(name.removesuffix("_value"), read_cell(raw[name], item.unit))
            except ValidationError as error:
                errors[name] = error.messages
    errors |= refuse_unprintable_fields({name: getattr(item, name) for name in TEXT_FIELDS if name in raw})
    if item.indicator and any(_same(row, item) for row in locked.comparison.all() if row.pk != item.pk):
        errors["indicator"] = ["表中已有同名指标，请修改原来那一行。"]
    try:
        item.full_clean(exclude=[*errors, "application"], validate_constraints=False)
    except ValidationError as error:
        errors = {**error.message_dict, **errors}
    if errors:
        raise ValidationError(errors)
    item.save()
    return item


def _same(one: ComparisonItem, other: ComparisonItem) -> bool:
    """One indicator, however it was written: 甲醛 释放量 is 甲醛释放量."""
    return search_key(one.indicator) == search_key(other.indicator)


def _row_now(application: Application, item: ComparisonItem) -> ComparisonItem:
    row = application.comparison.filter(pk=item.pk).first()
    if row is None:
        raise NotPossible([f"“{item.indicator or '这一行'}”已被删除，请刷新页面。"])
    return row


@transaction.atomic
def save_cells(
    application: Application, item: ComparisonItem, raw: dict[str, str], *, user: Any, was: Mapping[str, Any]
) -> tuple[ComparisonItem, dict[str, Conflict]]:
    """Save what was touched of one row over what its page showed (`was`, by field; tianfu.workflow.signatures.basis).

    A cell that somebody changed meanwhile is left as it is and comes back with both versions. Raises ValidationError
    by cell as `save_comparison_row`, NotPossible when the row is gone.
    """
    now = _row_now(_locked(application, user, "comparison"), item)
    touched = {name: value for name, value in raw.items() if not untouched(was.get(name), value)}
    conflicts = {
        name: conflict(_input(name), cell_text(now, name), value)
        for name, value in touched.items()
        if overwrites(was.get(name), cell_text(now, name), value)
    }
    _refuse_unreadable({name: touched[name] for name in conflicts}, raw.get("unit", now.unit))
    free = {name: value for name, value in touched.items() if name not in conflicts}
    return save_comparison_row(application, free, user=user, item=now) if free else now, conflicts


def _refuse_unreadable(raw: dict[str, str], unit: str) -> None:
    """What could not be saved anyway needs no choice between two versions."""
    errors: dict[str, list[str]] = {}
    for name in raw.keys() & set(VALUE_FIELDS):
        try:
            read_cell(raw[name], unit)
        except ValidationError as error:
            errors[name] = error.messages
    if errors:
        raise ValidationError(errors)


def _input(name: str) -> Any:
    column: Any = ComparisonItem._meta.get_field(name)
    return column.formfield()


@transaction.atomic
def remove_comparison_row(application: Application, item: ComparisonItem, *, user: Any, shown: Shown) -> None:
    """Take the row out, as the page stamped `shown` had it."""
    row = _row_now(_locked(application, user, "comparison"), item)
    refuse_changed(shown, row_facts(row))
    row.delete()


def upload(application: Application, uploaded: UploadedFile, *, user: Any) -> StoredFile:
    """Check and store one evidence file. Raises ValidationError in words; then nothing is stored."""
    slug = application.programme_slug
    return take_one(uploaded, slug, kinds=EVIDENCE_KINDS, user=user, purpose=EVIDENCE_PURPOSE)


@transaction.atomic
def add_evidence(application: Application, kind: str, uploaded: UploadedFile, *, user: Any, note: str = "") -> Evidence:
    locked = _locked(application, user, "evidence")
    scope = opened(locked, "evidence")
    kinds = {entry["key"] for entry in locked.programme_version.route(locked.route)["evidence"]}
    if kind not in kinds:
        raise ValidationError("请选择材料类别。")
    if not (scope.whole or kind in scope.kinds):
        raise ValidationError("补正意见没有要求补交这类材料。")
    return Evidence.objects.create(
        application=locked,
        kind=kind,
        file=upload(locked, uploaded, user=user),
        note=note.strip(),
        added_by=user,
        added_at=clock.now(),
    )


@transaction.atomic
def remove_evidence(application: Application, evidence: Evidence, *, user: Any) -> None:
    """Take a file out of the case. It stays stored: an earlier filing may name it."""
    scope = opened(_locked(application, user, "evidence"), "evidence")
    if not (scope.whole or evidence.pk in scope.files):
        raise NotPossible([NOT_ASKED])
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at"])


@transaction.atomic
def add_honor(application: Application, uploaded: UploadedFile, *, user: Any, **fields: Any) -> Honor:
    locked = _locked(application, user, "honors")
    honor = Honor(application=locked, **fields)
    honor.full_clean(exclude=["file", "application"])
    content = names_of(locked.programme_version_id).content
    if wrong := honor_problems(content, honor.name, honor.level, newest_contents()):
        raise ValidationError(wrong)
    honor.file = upload(locked, uploaded, user=user)
    honor.save()
    return honor


@transaction.atomic
def remove_honor(application: Application, honor: Honor, *, user: Any) -> None:
    _locked(application, user, "honors")
    honor.delete()

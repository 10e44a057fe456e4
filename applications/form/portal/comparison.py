"""The comparison table: a form a row, saved cell by cell; the server computes every verdict."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications.cases.models.application import Application
from applications.cases.portal.pages import onward, own_draft
from applications.cases.sections.section import section
from applications.form.arithmetic import Direction, read_cell
from applications.form.models import ComparisonItem
from applications.form.portal.versions import both_versions
from applications.form.rows import remove_comparison_row, save_cells, save_comparison_row
from applications.form.sections.comparison import cell_text, row_facts
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import moments, parameters
from tianfu.text.fields import TextField
from tianfu.text.json_answers import problem
from tianfu.text.numbers import grouped
from tianfu.workflow import clock
from tianfu.workflow.signatures.basis import PREFIX as PREFIX_WAS
from tianfu.workflow.signatures.basis import Conflict, chosen, hidden, texts, untouched
from tianfu.workflow.signatures.posted import read_stamp
from tianfu.workflow.signatures.shown import stamp

# Form field → model field.
CELLS = {
    "name": "indicator",
    "unit": "unit",
    "direction": "direction",
    "own": "own_value",
    "own_source": "evidence_note",
    "international": "international_value",
    "international_source": "international_source",
    "national": "national_value",
    "national_source": "national_source",
    "industry": "industry_value",
    "industry_source": "industry_source",
}
NAMES = {value: key for key, value in CELLS.items()}
VALUES = ("own", "international", "national", "industry")
PREFIX = "row"
GONE = "这一行已被删除，请刷新页面。"


class RowForm(forms.Form):
    """One indicator. Values are text here: what was typed wrong comes back as typed."""

    use_required_attribute = False
    name = TextField(label="指标", max_length=60, required=False)
    unit = TextField(label="单位", max_length=20, required=False)
    direction = forms.ChoiceField(label="方向", choices=Direction.choices, required=False)
    own = TextField(label="本产品", max_length=40, required=False)
    own_source = TextField(label="检测依据", max_length=120, required=False)
    international = TextField(label="国际标准", max_length=40, required=False)
    international_source = TextField(label="国际标准来源", max_length=120, required=False)
    national = TextField(label="国家标准", max_length=40, required=False)
    national_source = TextField(label="国家标准来源", max_length=120, required=False)
    industry = TextField(label="行业值", max_length=40, required=False)
    industry_source = TextField(label="行业值来源", max_length=120, required=False)

    def __init__(self, *args: Any, item: ComparisonItem, **kwargs: Any) -> None:
        self.item = item
        self.conflicts: dict[str, Conflict] = {}
        initial = {name: cell_text(item, field) for name, field in CELLS.items()}
        super().__init__(*args, prefix=f"{PREFIX}-{item.pk}", initial=initial, **kwargs)
        for name in VALUES:
            self.fields[name].understood_as = understood(item, name)  # read by the row's template

    @property
    def based_on(self) -> list[tuple[str, str]]:
        """The row as stored, for the hidden inputs."""
        return hidden({self.add_prefix(name): cell_text(self.item, field) for name, field in CELLS.items()})

    @property
    def shown(self) -> str:
        """The stamp of the row, for its removal."""
        return stamp(row_facts(self.item))

    @property
    def verdict(self) -> str:
        word = self.item.verdict
        return word.value if word else ""


def understood(item: ComparisonItem, name: str) -> str:
    """What the server read in a value cell, in the row's unit: 读作 18,600.5 mg/m³. Empty for an empty cell."""
    digits = item.shown(name)
    return f"读作 {grouped(digits)} {item.unit}".rstrip() if digits else ""


def _understood_typed(text: str, unit: str) -> str:
    """The same of a cell that was not saved: never the reading of the value that stood there before."""
    try:
        reading = read_cell(text, unit)
    except ValidationError:
        return ""
    return f"读作 {grouped(reading.digits)} {unit}".rstrip() if reading else ""


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    """The section's page; a POST saves what was touched and, with `add_row`, adds an empty row."""
    if request.method == "POST":
        return _save_rows(request, application, context)
    return _show(request, [RowForm(item=item) for item in application.comparison.all()], context)


def _show(request: HttpRequest, rows: list[RowForm], context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "applications/form/portal/comparison.html", {**context, "rows": rows}, status=status)


def _save_rows(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    rows, posted = list(application.comparison.all()), chosen(request.POST)
    found = [_save_row(posted, application, item, request.user) for item in rows]
    lost = _typed_into_removed(posted, {item.pk for item in rows})
    if parameters.token(request.POST, "add_row"):
        save_comparison_row(application, {}, user=request.user)
    forms_wrong = any(form.errors for form in found)
    if forms_wrong or lost:
        status = 409 if lost or any(form.conflicts for form in found) else 422
        return _show(request, found, {**context, "lost": lost}, status=status)
    if parameters.token(request.POST, "add_row"):
        return redirect(request.path + "#last-row")
    messages.success(request, "对比表已保存。")
    return onward(request, application)


def _save_row(data: QueryDict, application: Application, item: ComparisonItem, user: Any) -> RowForm:
    """One row as posted; the form says what was not saved and why."""
    posted = RowForm(data, item=item)
    keys = {field: posted.add_prefix(name) for name, field in CELLS.items()}
    raw = {field: parameters.typed(data, key) for field, key in keys.items() if key in data}
    was = {field: parameters.every(data, PREFIX_WAS + key) for field, key in keys.items()}
    errors: dict[str, list[str]] = {}
    try:
        saved, conflicts = save_cells(application, item, raw, user=user, was=was)
    except ValidationError as error:
        saved, conflicts, errors = item, {}, error.message_dict
    # Shown again: what is stored, except where something was typed that could not be saved.
    typed = {field: value for field, value in raw.items() if field in errors or field in conflicts}
    if errors:  # one wrong cell keeps back the others of its row, so they all stay as typed
        typed = {field: value for field, value in raw.items() if not untouched(was[field], value)}
    form = RowForm({keys[field]: typed.get(field, cell_text(saved, field)) for field in CELLS.values()}, item=saved)
    form.is_valid()
    form.conflicts = {NAMES[field]: both for field, both in conflicts.items()}
    for field, sentences in errors.items():
        form.add_error(NAMES.get(field), sentences)
    for name in {NAMES[field] for field in typed} & set(VALUES):
        text = "" if CELLS[name] in errors else typed[CELLS[name]]
        form.fields[name].understood_as = _understood_typed(text, cell_text(saved, "unit"))  # type: ignore[attr-defined]
    for name, both in form.conflicts.items():
        form.fields[name].conflict = both  # type: ignore[attr-defined]  read by the row's template
        form.add_error(name, both.words)
    return form


def _typed_into_removed(data: Any, here: set[int]) -> list[str]:
    """What was typed into rows that somebody removed meanwhile, so that it can be copied."""
    lost = []
    for key in data:
        row, name = _cell(key)
        if row is None:
            continue
        if row not in here and not untouched(data.getlist(PREFIX_WAS + key), data[key]):
            lost.append(f"{RowForm.base_fields[name].label}：{data[key]}")
    return lost


def _item(application: Application, prefixed: str) -> tuple[ComparisonItem | None, str]:
    """`row-12-own` → the row of this case and `own`."""
    row, name = _cell(prefixed)
    return (application.comparison.filter(pk=row).first() if row is not None else None), name


def _cell(prefixed: str) -> tuple[int | None, str]:
    """`row-12-own` → 12 and `own`; None when it is no name of a cell."""
    prefix, _, rest = prefixed.partition("-")
    key, _, name = rest.partition("-")
    row = parameters.number(key) if prefix == PREFIX and name in CELLS else None
    return (row, name) if row is not None else (None, "")


@requires(ENTERPRISE_MEMBER)
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    application = own_draft(request, pk, "comparison")
    prefixed = parameters.token(request.POST, "field")
    item, name = _item(application, prefixed)
    if item is None:
        return problem(409, "gone", GONE)
    field, was = CELLS[name], parameters.every(request.POST, "was")
    try:
        saved, conflicts = save_cells(
            application, item, {field: parameters.typed(request.POST, "value")}, user=request.user, was={field: was}
        )
    except ValidationError as error:
        sentences = [text for errors in error.message_dict.values() for text in errors]
        nothing_read = {f"understood-{prefixed}": ""}
        return JsonResponse({"errors": {prefixed: sentences}, "saved": False, "display": nothing_read}, status=422)
    if conflicts:
        return both_versions(prefixed, conflicts[field])
    return JsonResponse(
        {
            "saved_at": moments.clock_time(clock.now()),
            "values": texts(cell_text(saved, field)),
            "missing": section("comparison").missing(application),
            "display": {f"understood-{PREFIX}-{saved.pk}-{cell}": understood(saved, cell) for cell in VALUES},
            "verdicts": {f"{PREFIX}-{saved.pk}": saved.verdict or "none"},
        }
    )


@requires(ENTERPRISE_MEMBER)
@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    application = own_draft(request, pk, "comparison")
    row = application.comparison.filter(pk=item).first()
    if row is not None:
        remove_comparison_row(application, row, user=request.user, shown=read_stamp(request))
    return redirect("portal:section", pk=pk, key="comparison")

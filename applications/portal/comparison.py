"""The comparison table: a form a row, saved cell by cell; the server computes every verdict."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications.comparing import Direction
from applications.drafting import remove_comparison_row, save_comparison_row
from applications.models import Application, ComparisonItem
from applications.portal.pages import own_draft
from applications.section import section
from tianfu.accounts.access import ENTERPRISE_MEMBER, requires
from tianfu.text import moments
from tianfu.text.fields import TextField
from tianfu.text.numbers import grouped
from tianfu.workflow import clock

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
        initial = {name: _shown(item, field) for name, field in CELLS.items()}
        super().__init__(*args, prefix=f"{PREFIX}-{item.pk}", initial=initial, **kwargs)
        for name in VALUES:
            self.fields[name].understood_as = understood(item, name)  # read by the row's template

    @property
    def verdict(self) -> str:
        word = self.item.verdict
        return word.value if word else ""


def _shown(item: ComparisonItem, field: str) -> str:
    return item.shown(field.removesuffix("_value")) if field.endswith("_value") else getattr(item, field)


def understood(item: ComparisonItem, name: str) -> str:
    """What the server read in a value cell, in the row's unit: 读作 18,600.5 mg/m³. Empty for an empty cell."""
    digits = item.shown(name)
    return f"读作 {grouped(digits)} {item.unit}".rstrip() if digits else ""


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    """The section's page; a POST saves every row and, with `add_row`, adds an empty one."""
    if request.method == "POST":
        return _save_rows(request, application, context)
    return _show(request, [RowForm(item=item) for item in application.comparison.all()], context)


def _show(request: HttpRequest, rows: list[RowForm], context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "portal/sections/comparison.html", {**context, "rows": rows}, status=status)


def _save_rows(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    rows = [RowForm(request.POST, item=item) for item in application.comparison.all()]
    wrong = False
    for row in rows:
        given = {
            field: row.data[row.add_prefix(name)] for name, field in CELLS.items() if row.add_prefix(name) in row.data
        }
        row.is_valid()
        try:
            row.item = save_comparison_row(application, given, user=request.user, item=row.item)
        except ValidationError as error:
            wrong = True
            for field, errors in error.message_dict.items():
                row.add_error(NAMES.get(field), errors)
    if request.POST.get("add_row"):
        save_comparison_row(application, {}, user=request.user)
    if wrong:
        return _show(request, rows, context, status=422)
    if request.POST.get("add_row"):
        return redirect(request.path + "#last-row")
    messages.success(request, "对比表已保存。")
    if request.POST.get("next"):
        return redirect("portal:section", pk=application.pk, key=request.POST["next"])
    return redirect("portal:application", pk=application.pk)


def _item(application: Application, prefixed: str) -> tuple[ComparisonItem | None, str]:
    """`row-12-own` → the row of this case and `own`."""
    parts = prefixed.split("-", 2)
    if len(parts) != 3 or parts[0] != PREFIX or not parts[1].isdigit() or parts[2] not in CELLS:
        return None, ""
    return application.comparison.filter(pk=int(parts[1])).first(), parts[2]


@requires(ENTERPRISE_MEMBER)
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    application = own_draft(request, pk, "comparison")
    prefixed = request.POST.get("field", "")
    item, name = _item(application, prefixed)
    if item is None:
        return JsonResponse({"message": "这一行已被删除，请刷新页面。"}, status=409)
    try:
        saved = save_comparison_row(
            application, {CELLS[name]: request.POST.get("value", "")}, user=request.user, item=item
        )
    except ValidationError as error:
        sentences = [text for errors in error.message_dict.values() for text in errors]
        return JsonResponse({"errors": {prefixed: sentences}, "saved": False}, status=422)
    return JsonResponse(
        {
            "saved_at": moments.clock_time(clock.now()),
            "revision": 0,
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
        remove_comparison_row(application, row, user=request.user)
    return redirect("portal:section", pk=pk, key="comparison")

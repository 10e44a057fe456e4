"""One section with plain fields: page, saving without JavaScript, autosave by field."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_POST

from applications.cases.filings.read_back import row_words
from applications.cases.models.application import Application
from applications.cases.portal.pages import crumbs, onward, own_draft
from applications.cases.sections.scope import Opened, label_of, open_facts, opened
from applications.cases.sections.section import Section, SectionForm, section, sections_of, understood
from applications.cases.states import ApplicationState
from applications.form.autosave import Saved, save_fields
from applications.form.filed_table import comparison_rows
from applications.form.portal.versions import both_versions
from applications.programmes.names import names_of
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import moments, parameters
from tianfu.text.json_answers import problem
from tianfu.workflow.signatures.basis import PREFIX, chosen, given, hidden, texts

# Sections that keep rows of their own have a page of their own: (request, application, context) → response.
PAGES = {
    "comparison": "applications.form.portal.comparison.page",
    "evidence": "applications.form.portal.evidence.page",
    "honors": "applications.form.portal.honors.page",
    "declaration": "applications.form.portal.declaration.page",
    "certificate": "certification.certificates.portal.claim.page",
}


def correction_items(application: Application) -> dict[str, list[Any]]:
    """Open correction items by section."""
    correction = application.open_correction()
    found: dict[str, list[Any]] = {}
    for item in correction.items.select_related("evidence__file") if correction else []:
        item.field_label = label_of(section(item.section), item.field)
        found.setdefault(item.section, []).append(item)
    return found


def base_context(application: Application, part: Section) -> dict[str, Any]:
    """What every section page shows: where one is, the correction items, what is missing."""
    order = [row.key for row in sections_of(application)]
    at = order.index(part.key)
    return {
        "organisation": application.enterprise.organisation,
        "application": application,
        "part": part,
        "part_hint": part.hint_in(names_of(application.programme_version_id).content, application.get_route_display()),
        "crumbs": crumbs(application, part.title),
        "missing": part.gaps(application),
        "items": correction_items(application).get(part.key, []),
        "next_key": order[at + 1] if at + 1 < len(order) else "",
        "locked": not application.editable,
    }


@requires(ENTERPRISE_MEMBER, files=True)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    application = own_draft(request, pk, key)
    part = section(key)
    if not application.editable:
        return redirect("portal:application", pk=pk)
    if request.method != "POST" and opened(application, key).closed:
        return render(request, "applications/form/portal/closed.html", closed_context(application, part))
    if part.form_class is None:
        return import_string(PAGES[key])(request, application, base_context(application, part))
    form = part.form_class(part.data(application), application=application)
    if request.method == "POST":
        return _save_all(request, application, part)
    _forget_missing(form)
    return _show(request, application, part, form)


def _forget_missing(form: forms.Form) -> None:
    """A draft is shown without reproach: only wrong answers are marked, not missing ones."""
    form.is_valid()
    for name in list(form.errors):
        if name in form.fields and not form.data.get(name):
            del form.errors[name]


def _show(
    request: HttpRequest, application: Application, part: Section, form: SectionForm, status: int = 200
) -> HttpResponse:
    stored = part.data(application)
    _close_fields(form, opened(application, part.key), stored)
    form.based_on = hidden({form.add_prefix(name): stored.get(name) for name in form.fields})
    context = {**base_context(application, part), "form": form, **facts_context(application, part)}
    return render(request, part.template, context, status=status)


def _close_fields(form: forms.Form, scope: Opened, saved: dict[str, Any]) -> None:
    """Fields that a correction did not ask for are shown as they were filed."""
    for name, field in form.fields.items():
        if not scope.field(name):
            field.disabled = True
            form.initial[name] = saved.get(name)


def facts_context(application: Application, part: Section) -> dict[str, Any]:
    """What the section states of the product, and where that is changed; nothing where it is not open."""
    if not part.facts:
        return {}
    names = set(part.form_class.base_fields) if part.form_class else set()
    url = ""
    if application.state == ApplicationState.DRAFT:
        url = reverse("portal:product", args=[application.product_id])
    elif open_facts(application) & set(part.facts):
        url = reverse("portal:product_facts", args=[application.pk])
    facts = [{**row, "value": row_words(row)} for row in part.rows(application) if row["key"] not in names]
    return {"facts": facts, "facts_url": url}


def closed_context(application: Application, part: Section) -> dict[str, Any]:
    """The section as it was filed, for reading."""
    filed = part.snapshot(application)
    rows = [
        {**row, "value": row_words(row), "lines": row["value"].split("\n") if "\n" in row["value"] else []}
        for row in filed["rows"]
    ]
    return {
        **base_context(application, part),
        "rows": rows,
        "comparison": comparison_rows(filed.get("items", [])),
        "files": filed["files"],
    }


def _raw(form: forms.Form, data: Any) -> dict[str, Any]:
    """The posted values by field; a list for a multiple choice, which is there with nothing chosen if it was before."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            if name in data or PREFIX + name in data:
                found[name] = data.getlist(name)
        elif name in data:
            found[name] = data[name]
    return found


def _save_all(request: HttpRequest, application: Application, part: Section) -> HttpResponse:
    """The button: what was touched on this page is saved, field by field; what was not comes back as typed."""
    assert part.form_class is not None
    posted = chosen(request.POST)
    raw = _raw(part.form_class(application=application), posted)
    was = given(posted, raw)
    saved = save_fields(application, part.key, raw, user=request.user, was=was)
    if saved.errors or saved.conflicts:
        return _come_back(request, application, part, saved, {name: raw[name] for name in _refused(saved)})
    messages.success(request, f"“{part.title}”已保存。")
    return onward(request, application)


def _refused(saved: Saved) -> list[str]:
    return [*saved.errors, *saved.conflicts]


def _come_back(
    request: HttpRequest, application: Application, part: Section, saved: Saved, typed: dict[str, Any]
) -> HttpResponse:
    assert part.form_class is not None
    form = part.form_class({**saved.data, **typed}, application=application)
    _forget_missing(form)
    for name in saved.errors:
        form.fields[name].understood_as = ""  # type: ignore[attr-defined]  read by the field's template
    for name, both in saved.conflicts.items():
        form.fields[name].conflict = both  # type: ignore[attr-defined]  read by the field's template
        form.add_error(name, both.words)
    fresh = own_draft(request, application.pk, part.key)
    return _show(request, fresh, part, form, status=409 if saved.conflicts else 422)


@requires(ENTERPRISE_MEMBER)
@require_POST
def autosave(request: HttpRequest, pk: int, key: str) -> JsonResponse:
    """Saves one field over the value its page showed; 409 with both versions when somebody changed it since."""
    application = own_draft(request, pk, key)
    part = section(key)
    name = parameters.token(request.POST, "field")
    if part.form_class is None or name not in part.form_class.base_fields:
        return problem(404, "not_found", "没有这个字段。")
    field = part.form_class.base_fields[name]
    many = isinstance(field, forms.MultipleChoiceField)
    value = parameters.every(request.POST, "value") if many else parameters.typed(request.POST, "value")
    # An empty value stands for no choice at all.
    value = [text for text in value if text] if many else value
    was = {name: parameters.every(request.POST, "was")}
    saved = save_fields(application, key, {name: value}, user=request.user, was=was)
    if saved.conflicts:
        return both_versions(name, saved.conflicts[name], by=saved.by, at=saved.at, reader=request.user)
    if saved.errors:
        nothing_read = {f"understood-{name}": ""}
        return JsonResponse({"errors": saved.errors, "saved": False, "display": nothing_read}, status=422)
    fresh = Application.objects.select_related("enterprise__organisation", "product_version").get(pk=application.pk)
    return JsonResponse(
        {
            "saved_at": moments.clock_time(saved.at),
            "values": texts(saved.data.get(name)),
            "missing": part.gaps(fresh),
            "display": {f"understood-{name}": understood(field, saved.data.get(name))},
        }
    )

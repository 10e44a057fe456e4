"""One section with plain fields: page, saving without JavaScript, autosave by field."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_http_methods, require_POST

from applications.filling import save_fields
from applications.models import Application
from applications.portal.case import correction_items
from applications.portal.pages import crumbs, own_draft
from applications.section import Section, section, sections_of, understood
from tianfu.accounts.access import ENTERPRISE_MEMBER, requires
from tianfu.text import moments

# Sections that keep rows of their own have a page of their own: (request, application, context) → response.
PAGES = {
    "comparison": "applications.portal.comparison.page",
    "evidence": "applications.portal.evidence.page",
    "honors": "applications.portal.honors.page",
    "declaration": "applications.portal.declaration.page",
    "certificate": "certification.portal.claim.page",
}


def base_context(application: Application, part: Section) -> dict[str, Any]:
    """What every section page shows: where one is, the correction items, what is missing."""
    order = [row.key for row in sections_of(application)]
    at = order.index(part.key)
    return {
        "organisation": application.enterprise.organisation,
        "application": application,
        "part": part,
        "crumbs": crumbs(application, part.title),
        "missing": part.gaps(application),
        "items": correction_items(application).get(part.key, []),
        "next_key": order[at + 1] if at + 1 < len(order) else "",
        "locked": not application.editable,
    }


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    application = own_draft(request, pk, key)
    part = section(key)
    if not application.editable:
        return redirect("portal:application", pk=pk)
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
    request: HttpRequest, application: Application, part: Section, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {**base_context(application, part), "form": form}
    answers = application.answers.filter(section=part.key).first()
    context["revision"] = answers.revision if answers else 0
    return render(request, part.template, context, status=status)


def _raw(form: forms.Form, data: Any) -> dict[str, Any]:
    """The posted values by field; a list for a multiple choice."""
    found: dict[str, Any] = {}
    for name, field in form.fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            found[name] = data.getlist(name)
        elif name in data:
            found[name] = data[name]
    return found


def _save_all(request: HttpRequest, application: Application, part: Section) -> HttpResponse:
    """Without JavaScript: every right field is saved, wrong ones come back with what was typed."""
    assert part.form_class is not None
    raw = _raw(part.form_class(application=application), request.POST)
    saved = save_fields(application, part.key, raw, user=request.user)
    if saved.errors:
        form = part.form_class({**saved.data, **raw}, application=application)
        _forget_missing(form)
        return _show(request, application, part, form, status=422)
    messages.success(request, f"“{part.title}”已保存。")
    if request.POST.get("next"):
        return redirect("portal:section", pk=application.pk, key=request.POST["next"])
    return redirect("portal:application", pk=application.pk)


@requires(ENTERPRISE_MEMBER)
@require_POST
def autosave(request: HttpRequest, pk: int, key: str) -> JsonResponse:
    """Saves one field; the answers' revision goes back so that two windows notice each other."""
    application = own_draft(request, pk, key)
    part = section(key)
    name = request.POST.get("field", "")
    if part.form_class is None or name not in part.form_class.base_fields:
        return JsonResponse({"message": "没有这个字段。"}, status=404)
    field = part.form_class.base_fields[name]
    many = isinstance(field, forms.MultipleChoiceField)
    value = request.POST.getlist("value") if many else request.POST.get("value", "")
    saved = save_fields(application, key, {name: value}, user=request.user)
    if saved.errors:
        return JsonResponse({"errors": saved.errors, "saved": False}, status=422)
    fresh = Application.objects.select_related("enterprise__organisation", "product").get(pk=application.pk)
    return JsonResponse(
        {
            "saved_at": moments.clock_time(saved.at),
            "revision": saved.revision,
            "missing": part.gaps(fresh),
            "display": {f"understood-{name}": understood(field, saved.data.get(name))},
        }
    )

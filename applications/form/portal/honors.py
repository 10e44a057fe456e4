"""质量荣誉: rows with a file each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from applications.cases.models.application import Application
from applications.cases.portal.pages import own_draft
from applications.form.portal.forms import HonorForm
from applications.form.rows import add_honor, remove_honor
from applications.programmes.names import names_of
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    form = HonorForm(
        request.POST or None, request.FILES or None, content=names_of(application.programme_version_id).content
    )
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            honor = add_honor(application, fields.pop("file"), user=request.user, **fields)
        except ValidationError as error:
            for name, sentences in _by_field(error).items():
                form.add_error(name, sentences)
        else:
            messages.success(request, f"“{honor.name}”已添加。")
            return redirect("portal:section", pk=application.pk, key="honors")
    context |= {"form": form, "honors": application.honors.select_related("file")}
    return render(request, "applications/form/portal/honors.html", context, status=422 if form.errors else 200)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    """What is wrong with the file says no field."""
    return error.message_dict if hasattr(error, "error_dict") else {"file": error.messages}


@requires(ENTERPRISE_MEMBER)
@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    application = own_draft(request, pk, "honors")
    row = application.honors.filter(pk=item).first()
    if row is not None:
        remove_honor(application, row, user=request.user)
        messages.success(request, f"“{row.name}”已移除。")
    return redirect("portal:section", pk=pk, key="honors")

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
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires


def page(request: HttpRequest, application: Application, context: dict[str, Any]) -> HttpResponse:
    form = HonorForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        fields = dict(form.cleaned_data)
        try:
            honor = add_honor(application, fields.pop("file"), user=request.user, **fields)
        except ValidationError as error:
            form.add_error("file", "".join(error.messages))
        else:
            messages.success(request, f"“{honor.name}”已添加。")
            return redirect("portal:section", pk=application.pk, key="honors")
    context |= {"form": form, "honors": application.honors.select_related("file")}
    return render(request, "portal/sections/honors.html", context, status=422 if form.errors else 200)


@requires(ENTERPRISE_MEMBER)
@require_POST
def remove(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    application = own_draft(request, pk, "honors")
    row = application.honors.filter(pk=item).first()
    if row is not None:
        remove_honor(application, row, user=request.user)
        messages.success(request, f"“{row.name}”已移除。")
    return redirect("portal:section", pk=pk, key="honors")

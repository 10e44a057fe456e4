"""What every console page needs: the admin site's context, the case within the officer's view."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.form.models import Evidence, Honor
from tianfu.text import parameters
from tianfu.workflow.signatures.shown import FIELD

# What the sections, the clock and the panel read again and again.
CASE_SETS = (
    Prefetch("changes", queryset=ApplicationChange.objects.select_related("actor")),
    "corrections__items",
    "answers",
    "comparison",
    Prefetch("evidence", queryset=Evidence.objects.select_related("file")),
    Prefetch("honors", queryset=Honor.objects.select_related("file")),
    "signatures",
    "notice__objections",
    "certificate_claim__certificate__body__terms",
)

CASE_ROWS = (
    "enterprise__organisation",
    "enterprise__registered_region",
    "product_version__industry",
    "product_version__region",
    "programme_version__programme",
    "batch",
    "region",
    "handler",
    "notice",
    "certificate_claim__certificate__body__organisation",
)


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def case_on_console(request: HttpRequest, pk: int) -> Application:
    """The filed case, or 404 when it is outside the officer's prefecture."""
    rows = Application.objects.on_console_for(request.user).select_related(*CASE_ROWS)
    return get_object_or_404(rows.prefetch_related(*CASE_SETS), pk=pk)


def seen(request: HttpRequest) -> int:
    """The revision the officer's page showed; -1 never matches."""
    return parameters.revision(request.POST)


def read_stamp(request: HttpRequest) -> str:
    """The stamp of what the officer's page showed (`tianfu.workflow.signatures.shown`)."""
    return parameters.token(request.POST, FIELD)

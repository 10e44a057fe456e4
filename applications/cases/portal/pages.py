"""What every portal page needs: the case within the person's view."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from applications.cases.models.application import Application
from applications.cases.standing.progress import is_finished
from applications.cases.states import ApplicationState
from tianfu.text import parameters

CASE_ROWS = (
    "enterprise__organisation",
    "enterprise__registered_region",
    "product_version__industry",
    "product_version__region",
    "programme_version__programme",
    "batch",
    "region",
)


def own_case(request: HttpRequest, pk: int) -> Application:
    """The case, or 404 when it is not one of the person's enterprises."""
    return get_object_or_404(Application.objects.visible_to(request.user).select_related(*CASE_ROWS), pk=pk)


def own_draft(request: HttpRequest, pk: int, key: str) -> Application:
    """The case with section `key` on its route; 404 otherwise."""
    application = own_case(request, pk)
    if key not in application.sections:
        raise Http404("本方式没有这一部分。")
    return application


def section_url(application: Application, key: str) -> str:
    return reverse("portal:section", args=[application.pk, key])


# So many of the newest drafts are looked at for a list; the others say “草稿” until they are opened.
LOOKED_AT = 3


def finished_drafts(rows: Iterable[Application]) -> set[int]:
    """Keys of the drafts among `rows` that only wait to be read through and submitted."""
    drafts = [row for row in rows if row.state == ApplicationState.DRAFT]
    newest = sorted(drafts, key=lambda row: row.pk, reverse=True)[:LOOKED_AT]
    return {row.pk for row in newest if is_finished(row)}


def onward(request: HttpRequest, application: Application) -> HttpResponse:
    """Where a saved section leads: to the next one, if the button said so, else back to the list."""
    if onto := parameters.choice(request.POST, "next", application.sections):
        return redirect("portal:section", pk=application.pk, key=onto)
    return redirect("portal:application", pk=application.pk)


def crumbs(application: Application, last: str = "") -> list[dict[str, Any]]:
    """Breadcrumbs of a case page."""
    rows = [
        {"label": "申报", "url": reverse("portal:applications")},
        {"label": application.product_version.name, "url": reverse("portal:application", args=[application.pk])},
    ]
    return [*rows, {"label": last, "url": ""}] if last else rows

"""申报指南 for everybody, and its forms to download."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from applications.guide.content import guide
from applications.guide.sheets import SHEETS
from applications.programmes.models.programme import Programme
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.accounts.programmes import seat

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SECONDS = 300


@requires(PUBLIC)
@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """The guides there are; where there is one programme, its guide."""
    rows = list(Programme.objects.filter(versions__isnull=False).distinct().order_by("pk"))
    if len(rows) == 1:
        return redirect("guide", slug=rows[0].slug)
    return _public(render(request, "applications/guide/public/list.html", {"rows": rows}))


@requires(PUBLIC)
@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    version = _programme(slug).current_version()
    context = {"version": version, "guide": guide(version), "programme": version.programme, "seat": seat(slug)}
    return _public(render(request, "applications/guide/public/guide.html", context))


@requires(PUBLIC)
@require_safe
def sheet(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    if key not in SHEETS:
        raise Http404("没有这份表格。")
    name, content = SHEETS[key](_programme(slug).current_version())
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return _public(HttpResponse(content, content_type=XLSX, headers=headers))


def _programme(slug: str) -> Programme:
    return get_object_or_404(Programme.objects.filter(versions__isnull=False).distinct(), slug=slug)


def _public(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response

"""公示 for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.models import PublicNotice
from applications.offices import operator
from applications.public.comparison import comparison_rows
from applications.public.period import period
from applications.states import ApplicationState
from tianfu.accounts.access import PUBLIC, requires
from tianfu.workflow import clock

PAGE = 20


def _cursor(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


@requires(PUBLIC)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; running ones carry their clock."""
    rows = PublicNotice.objects.select_related("application").order_by("-pk")
    before = _cursor(request.GET.get("before", ""))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    page = found[:PAGE]
    context = {
        "rows": page,
        "older_url": f"?before={page[-1].pk}" if len(found) > PAGE else "",
        "running": ApplicationState.PUBLIC_NOTICE,
    }
    response = render(request, "public/notices.html", context)
    patch_cache_control(response, public=True, max_age=60)
    return response


@requires(PUBLIC)
@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(PublicNotice.objects.select_related("application__programme_version__programme"), pk=pk)
    today = clock.today()
    context = {
        "row": row,
        "period": period(row, today),
        "office": operator(row.application, today),
        "comparison": comparison_rows(row.snapshot["comparison"]),
    }
    response = render(request, "public/notice.html", context)
    patch_cache_control(response, public=True, max_age=60)
    return response

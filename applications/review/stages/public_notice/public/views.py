"""公示 for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from applications.cases.standing.offices import operator
from applications.form.filed_table import comparison_rows
from applications.review.stages.public_notice.models import PublicNotice
from applications.review.stages.public_notice.public.period import period
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.workflow import clock


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
    response = render(request, "applications/review/stages/public_notice/public/notice.html", context)
    patch_cache_control(response, public=True, max_age=60)
    return response

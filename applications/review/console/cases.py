"""The case within the officer's view, with what its pages read again and again."""

from django.db.models import Prefetch
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from applications.cases.models.application import Application
from applications.cases.models.application_change import ApplicationChange
from applications.cases.stages.stage import registered
from applications.form.models import Evidence, Honor

# What the sections, the clock and the panel read again and again.
CASE_SETS = (
    Prefetch("changes", queryset=ApplicationChange.objects.select_related("actor")),
    "corrections__items",
    "answers",
    "comparison",
    Prefetch("evidence", queryset=Evidence.objects.select_related("file")),
    Prefetch("honors", queryset=Honor.objects.select_related("file")),
    "signatures",
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
)


def case_on_console(request: HttpRequest, pk: int) -> Application:
    """The filed case, or 404 when it is outside the officer's prefecture."""
    rooms = registered().values()
    rows = Application.objects.on_console_for(request.user)
    rows = rows.select_related(*CASE_ROWS, *(name for room in rooms for name in room.reads_rows))
    return get_object_or_404(
        rows.prefetch_related(*CASE_SETS, *(name for room in rooms for name in room.reads_sets)), pk=pk
    )

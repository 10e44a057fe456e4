"""What the inspected side sees of its own checks, and where it objects. No inspector's name, no photo."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from supervision.inspections.messages import holder_of
from supervision.inspections.models import InspectionTask
from supervision.inspections.objections import object_to, objecting_problems
from supervision.inspections.published import after_words
from supervision.inspections.states import TaskState
from tianfu.accounts.access import SIGNED_IN, requires
from tianfu.inbox.paging import page_links
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible

PAGE = 30
# What the object may not know of yet.
_UNKNOWN = (TaskState.ASSIGNED,)
_SEALED = Q(plan__sealed=True, plan__revealed_at=None, visited_on=None)


def own(request: HttpRequest) -> QuerySet[InspectionTask]:
    """Checks of the reader's enterprises and bodies of which they have been told."""
    mine = [row.organisation_id for row in request.user.active_memberships]  # type: ignore[union-attr]
    rows = (
        InspectionTask.objects.filter(
            Q(object__authorization__enterprise__organisation__in=mine) | Q(object__body__organisation__in=mine)
        )
        .exclude(state__in=_UNKNOWN)
        .exclude(_SEALED)
    )
    return rows.select_related(
        "object__authorization__enterprise__organisation", "object__body__organisation", "plan", "pick"
    )


@requires(SIGNED_IN)
@require_safe
def inspections(request: HttpRequest) -> HttpResponse:
    shown = Paginator(own(request).order_by("-pk"), PAGE).get_page(parameters.page(request.GET))
    context = {"rows": shown.object_list, **page_links(request.path, shown, {})}
    return render(request, "portal/inspections/list.html", context)


@requires(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One check; POST objects to its conclusion."""
    task, refused, text = get_object_or_404(own(request), pk=pk), [], ""
    if request.method == "POST":
        text = parameters.passage(request.POST, "text")
        try:
            object_to(task, user=request.user, text=text)
        except NotPossible as refusal:
            refused = refusal.problems
        else:
            messages.success(request, "异议已提出，处理后告知您。")
            return redirect("portal:inspection", pk=pk)
    holder = holder_of(task)
    context = {
        "organisation": holder,
        "task": task,
        "items": task.items.order_by("code"),
        "after": after_words(task) if task.published_at else "",
        "objections": task.objections.all(),
        "may_object": not objecting_problems(task),
        "may_sign": holder is not None and request.user.can(holder, "sign"),  # type: ignore[union-attr]
        "refused": refused,
        "text": text,
    }
    return render(request, "portal/inspections/task.html", context, status=422 if refused else 200)


urlpatterns = [
    path("inspections/", inspections, name="inspections"),
    path("inspections/<int:pk>/", inspection, name="inspection"),
]

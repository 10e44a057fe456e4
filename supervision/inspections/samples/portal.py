"""What the inspected side sees of its samples once a result was told, and where it asks for a retest."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from supervision.inspections.holder import holder_of
from supervision.inspections.samples.acts import ask_retest
from supervision.inspections.samples.models import Sample
from supervision.inspections.samples.own import own_samples
from supervision.inspections.samples.rules import asking_problems
from tianfu.accounts.access.rules import SIGNED_IN, requires
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible


@requires(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample with its confirmed tests; POST asks for a retest."""
    row = get_object_or_404(own_samples(request.user).select_related("task__object", "item"), pk=pk)
    refused, note = [], ""
    if request.method == "POST":
        note = parameters.passage(request.POST, "note")
        try:
            ask_retest(row, user=request.user, reason=note)
        except NotPossible as refusal:
            refused, row = refusal.problems, Sample.objects.get(pk=pk)
        else:
            messages.success(request, "复检申请已提交，安排后告知您。")
            return redirect("portal:sample", pk=pk)
    holder = holder_of(row.task)
    context = {
        "organisation": holder,
        "row": row,
        "tests": list(row.tests.filter(confirmed_at__isnull=False).select_related("report")),
        "may_ask": not asking_problems(row),
        "may_sign": holder is not None and request.user.can(holder, "sign"),  # type: ignore[union-attr]
        "refused": refused,
        "note": note,
    }
    return render(
        request, "supervision/inspections/samples/portal/sample.html", context, status=422 if refused else 200
    )


urlpatterns = [path("samples/<int:pk>/", sample, name="sample")]

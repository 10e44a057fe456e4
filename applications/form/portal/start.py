"""Opening an application for a product."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.cases.models.application import Application
from applications.cases.states import ApplicationState
from applications.enterprises.chosen import current_enterprise
from applications.form.drafts import start_from_last
from applications.form.portal.forms import OpenForm, open_calls
from applications.form.start import open_application
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.text import parameters
from tianfu.workflow.door import NotPossible
from tianfu.workflow.once import new_key, once


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Opening the page creates nothing; an existing draft of the product is offered instead of a second one."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        return redirect("portal:home")
    initial = {"product": parameters.whole(request.GET, "product")}
    form = OpenForm(request.POST or None, enterprise=enterprise, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            application = open_application(
                user=request.user, product=data["product"], batch=data["batch"], route=data["route"]
            )
            if not data["blank"]:
                start_from_last(application, user=request.user)
            return reverse("portal:application", args=[application.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
    context = {
        "organisation": enterprise.organisation,
        "form": form,
        "once": new_key(),
        "drafts": Application.objects.filter(enterprise=enterprise, state=ApplicationState.DRAFT).select_related(
            "product_version", "batch"
        ),
        "batches": open_calls(enterprise),
    }
    return render(request, "applications/form/portal/application_new.html", context, status=422 if form.errors else 200)

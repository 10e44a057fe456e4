"""Facts of the product corrected within a case: those that its correction opened, and only those."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from applications.cases.models.application import Application
from applications.cases.portal.pages import crumbs, own_case
from applications.cases.sections.scope import open_facts
from applications.cases.sections.section import sections_of
from applications.enterprises.models import Product
from applications.enterprises.products.models import ProductVersion
from applications.enterprises.products.portal import HELP, offer, show_errors
from applications.enterprises.products.standards import successor_of
from applications.form.product_facts import correct_facts
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import formfield
from tianfu.workflow.door import NotPossible
from tianfu.workflow.signatures.basis import BasedForm


class FactsForm(BasedForm, PrintedForm, forms.ModelForm):
    """The facts of the product that a correction opened; the others are not on it."""

    class Meta:
        model = ProductVersion
        formfield_callback = formfield
        fields = Product.FACTS
        help_texts = HELP

    def __init__(self, *args: Any, opened: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - opened:
            del self.fields[name]
        offer(self, self.instance.industry_id)

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}

    def validate_unique(self) -> None:
        """A version has no twin; the product's is asked by `versions`."""


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def case_facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Facts of the product that the case's correction asks for, and only those."""
    application = own_case(request, pk)
    facts = open_facts(application)
    if not facts:
        raise NotPossible(["补正意见没有涉及产品资料，产品资料按上次提交保留。"])
    back = _section_with(application, facts)
    if request.method == "POST":
        with transaction.atomic():
            fresh = Application.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
            form = FactsForm(request.POST, instance=fresh.product_version, opened=facts)
            if form.is_valid() and _correct(request, fresh, form):
                return redirect("portal:section", pk=pk, key=back)
    else:
        form = FactsForm(instance=application.product_version, opened=facts)
    context = {
        "organisation": application.enterprise.organisation,
        "application": application,
        "crumbs": crumbs(application, "更正产品资料"),
        "form": form,
        "back": reverse("portal:section", args=[pk, back]),
        "successor": successor_of(application.product_version.standard_number) if "standard_number" in facts else None,
    }
    return render(request, "applications/form/portal/product_facts.html", context, status=form.status)


def _correct(request: HttpRequest, application: Application, form: FactsForm) -> bool:
    try:
        with transaction.atomic():
            version = correct_facts(application, form.facts(), user=request.user)
    except ValidationError as error:
        show_errors(form, error)
        return False
    messages.success(request, f"产品资料已更正（第 {version.number} 版），请在补正意见下写明答复后提交补正。")
    return True


def _section_with(application: Application, facts: set[str]) -> str:
    return next(part.key for part in sections_of(application) if facts & set(part.facts))
